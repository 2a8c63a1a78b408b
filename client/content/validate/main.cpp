// twinlamp-cards: checks a folder of decks (and, for a translation, that it holds the same cards as the original), reports what there is, and
// shows cards at random.
//
// Prints one problem a line, then one sentence. Exit code: 0 all good, 1 problems, 2 wrong use.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>

#include "client/content/catalogue.h"
#include "client/content/survey.h"

namespace {

using namespace twinlamp::client;

constexpr std::string_view usage =
    "Checks a folder of decks:         twinlamp-cards FOLDER\n"
    "A translation, by its original:   twinlamp-cards FOLDER ORIGINAL\n"
    "What there is of what:            twinlamp-cards --report FOLDER\n"
    "So many of our cards, at random:  twinlamp-cards --sample 20 [LANGUAGE]\n"
    "For example: twinlamp-cards client/content/decks/es client/content/decks/en\n";

int misused() {
  std::cerr << usage;
  return 2;
}

std::string language_of(const std::filesystem::path& folder) {
  const auto name = folder.filename();
  return (name.empty() ? folder.parent_path().filename() : name).string();
}

std::vector<BannedPhrase> banned_in(const std::string& language) {
  std::ifstream file(std::filesystem::path(TWINLAMP_BANNED) / (language + ".txt"));
  return read_banned(std::string(std::istreambuf_iterator<char>(file), {}));
}

Survey survey_of(const std::filesystem::path& folder, const Catalogue& catalogue) {
  const auto language = language_of(folder);
  const auto banned = banned_in(language);
  return survey(catalogue, language, banned);
}

int check(const std::filesystem::path& folder, const char* original_folder) {
  auto loaded = load_catalogue(folder);
  if (original_folder != nullptr) {
    const auto original = load_catalogue(std::filesystem::path(original_folder));
    for (const auto& problem : compare_translation(original.catalogue, loaded.catalogue)) loaded.problems.push_back(problem);
  }
  for (const auto& problem : survey_of(folder, loaded.catalogue).problems) loaded.problems.push_back(problem);
  for (const auto& problem : loaded.problems) std::cout << problem.sentence() << '\n';
  std::size_t words = 0;
  for (const auto& family : loaded.catalogue.feelings()) words += family.words.size();
  std::cout << "Good cards: " << loaded.catalogue.cards().size() << ". Practices: " << loaded.catalogue.practices().size()
            << ". Feeling words: " << words << ". Problems: " << loaded.problems.size() << ".\n";
  return loaded.problems.empty() ? 0 : 1;
}

int tell(const std::filesystem::path& folder) {
  const auto loaded = load_catalogue(folder);
  for (const auto& problem : loaded.problems) std::cout << problem.sentence() << '\n';
  const auto found = survey_of(folder, loaded.catalogue);
  std::cout << report(found, loaded.catalogue);
  return loaded.problems.empty() && found.problems.empty() ? 0 : 1;
}

void print(const Card& card) {
  std::cout << card.id << "  (depth " << int{card.depth} << ", " << name_of(card.kind) << ")\n  " << card.prompt << '\n';
  for (const auto& option : card.options) std::cout << "    - " << option << '\n';
  if (card.scale.steps > 0)
    std::cout << "    1 " << card.scale.min_label << " … " << int{card.scale.steps} << ' ' << card.scale.max_label << '\n';
  for (const auto& starter : card.starters) std::cout << "    \"" << starter << "\"\n";
  std::cout << '\n';
}

int sample(std::string_view number, const std::string& language) {
  std::size_t count = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), count);
  if (parsed.ec != std::errc() || parsed.ptr != number.data() + number.size()) return misused();
  const auto languages = built_in_languages();
  if (std::find(languages.begin(), languages.end(), language) == languages.end()) {
    std::cerr << "There are no cards in \"" << language << "\"; try one of:";
    for (const auto& each : languages) std::cerr << ' ' << each;
    std::cerr << '\n';
    return 2;
  }
  const auto catalogue = Catalogue::built_in(language);
  std::vector<Card> drawn;
  std::random_device seed;
  std::mt19937 random(seed());
  std::sample(catalogue.cards().begin(), catalogue.cards().end(), std::back_inserter(drawn), count, random);
  std::shuffle(drawn.begin(), drawn.end(), random);
  for (const auto& card : drawn) print(card);
  std::cout << drawn.size() << " of " << catalogue.cards().size() << " cards.\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (first == "--report" && argc == 3) return tell(argv[2]);
  if (first == "--sample" && (argc == 3 || argc == 4)) return sample(argv[2], argc == 4 ? argv[3] : "en");
  if (argc < 2 || argc > 3 || first.starts_with("-")) return misused();
  return check(argv[1], argc == 3 ? argv[2] : nullptr);
}

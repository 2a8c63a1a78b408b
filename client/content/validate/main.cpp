// twinlamp-cards FOLDER [ORIGINAL]: checks a folder of decks, and, for a translation, that it holds the same cards as
// ORIGINAL.
//
// Prints one problem a line, then one sentence. Exit code: 0 all good, 1 problems, 2 wrong use.
#include <iostream>

#include "client/content/catalogue.h"

namespace {

using namespace twinlamp::client;

int report(const Catalogue& catalogue, const std::vector<Problem>& problems) {
  for (const auto& problem : problems) std::cout << problem.sentence() << '\n';
  std::size_t words = 0;
  for (const auto& family : catalogue.feelings()) words += family.words.size();
  std::cout << "Good cards: " << catalogue.cards().size() << ". Practices: " << catalogue.practices().size()
            << ". Feeling words: " << words << ". Problems: " << problems.size() << ".\n";
  return problems.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3 || std::string_view(argv[1]).starts_with("-")) {
    std::cerr << "Checks a folder of decks: twinlamp-cards FOLDER [ORIGINAL]\n"
                 "For example: twinlamp-cards client/content/decks/en\n"
                 "A translation: twinlamp-cards client/content/decks/es client/content/decks/en\n";
    return 2;
  }
  auto loaded = load_catalogue(std::filesystem::path(argv[1]));
  if (argc == 3) {
    const auto original = load_catalogue(std::filesystem::path(argv[2]));
    for (const auto& problem : compare_translation(original.catalogue, loaded.catalogue))
      loaded.problems.push_back(problem);
  }
  return report(loaded.catalogue, loaded.problems);
}

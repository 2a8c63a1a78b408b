#include "protocol/pairing/code.h"

#include <charconv>

#include "protocol/base/random.h"
#include "protocol/pairing/typed_text.h"
#include "protocol/pairing/words.h"

namespace twinlamp {
namespace {

constexpr std::size_t longest_code = 256;  // bytes: room for three words in four-byte letters
constexpr std::uint32_t first_nameplate = 100, last_nameplate = 9999;

std::vector<std::string_view> parts_of(std::string_view normal) {
  std::vector<std::string_view> parts;
  while (!normal.empty()) {
    const auto end = std::min(normal.find('-'), normal.size());
    if (end > 0) parts.push_back(normal.substr(0, end));
    normal.remove_prefix(std::min(end + 1, normal.size()));
  }
  return parts;
}

std::optional<std::uint32_t> nameplate_of(std::string_view part) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc() || end != part.data() + part.size() || part.size() > 4 || part.front() == '0') return std::nullopt;
  if (value < first_nameplate || value > last_nameplate) return std::nullopt;
  return value;
}

bool is_number(std::string_view part) {
  return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string_view> suggestions_for(std::string_view part) {
  auto found = words::completions(part, 3);
  const auto near = words::closest(part);
  if (near && found.size() < 3 && std::find(found.begin(), found.end(), *near) == found.end()) found.push_back(*near);
  return found;
}

Error report(CodeProblem* problem, CodeProblem found, const char* what) {
  if (problem != nullptr) *problem = std::move(found);
  return {ErrorCode::malformed, what};
}

constexpr const char* unknown_word_texts[] = {"code: the first word is not one of the code words",
                                              "code: the second word is not one of the code words",
                                              "code: the third word is not one of the code words"};

// The words come before their number, so that the word at fault is named whatever else is missing.
Result<std::array<std::uint16_t, 3>> words_of(std::span<const std::string_view> parts, CodeProblem* problem) {
  using Kind = CodeProblem::Kind;
  if (parts.size() > 3) return report(problem, {.kind = Kind::too_many_words}, "code: more than three words");
  std::array<std::uint16_t, 3> found{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto index = words::index_of(parts[i]);
    if (!index)
      return report(problem, {.kind = Kind::unknown_word, .word = i + 1, .suggestions = suggestions_for(parts[i])},
                    unknown_word_texts[i]);
    found[i] = *index;
  }
  if (parts.size() < 3) return report(problem, {.kind = Kind::too_few_words}, "code: fewer than three words");
  return found;
}

}  // namespace

std::string PairingCode::text() const { return std::to_string(nameplate) + "-" + std::string(text_of(password())); }

SecretBytes PairingCode::password() const {
  SecretBytes out;
  for (auto index : words) {
    if (!out.empty()) out.push_back('-');
    const auto word = words::word(index);
    out.insert(out.end(), word.begin(), word.end());
  }
  return out;
}

PairingCode make_code(std::uint32_t nameplate, Random& random) {
  assert(nameplate >= first_nameplate && nameplate <= last_nameplate);
  PairingCode code{.nameplate = nameplate};
  for (auto& word : code.words) word = static_cast<std::uint16_t>(random.below(words::count));
  return code;
}

Result<PairingCode> parse_code(std::string_view text, CodeProblem* problem) {
  using Kind = CodeProblem::Kind;
  if (text.size() > longest_code) return report(problem, {.kind = Kind::too_long}, "code: too long");
  const auto normal = normalise_code(text);
  const auto parts = parts_of(normal);
  if (parts.empty()) return report(problem, {.kind = Kind::empty}, "code: nothing there");
  if (!is_number(parts[0])) return report(problem, {.kind = Kind::no_number}, "code: it begins with a number");
  const auto nameplate = nameplate_of(parts[0]);
  if (!nameplate) return report(problem, {.kind = Kind::bad_number}, "code: the number has three or four digits");
  const auto words = words_of(std::span(parts).subspan(1), problem);
  if (!words) return words.error();
  return PairingCode{.nameplate = *nameplate, .words = *words};
}

std::string normalise_code(std::string_view text) {
  std::string out;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (const char c : typed_to_ascii(text.substr(0, longest_code))) {
    const bool joins = c == '-';
    if (joins && (out.empty() || out.back() == '-')) continue;
    if (!joins && !is_digit(c) && !out.empty() && is_digit(out.back())) out.push_back('-');  // 417amber
    out.push_back(c);
  }
  return out;
}

}  // namespace twinlamp

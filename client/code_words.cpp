#include "client/code_words.h"

#include <algorithm>
#include <optional>

#include "protocol/pairing/code.h"
#include "protocol/pairing/words.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t words_in_a_code = 3, most_digits = 4;

// The code as far as it is typed: its parts, and whether the last one may still go on.
struct Typed {
  std::vector<std::string> parts;  // the number first
  bool goes_on = false;

  std::size_t words() const { return parts.empty() ? 0 : parts.size() - 1; }
  // The place of the word being typed, from 1; none where it would be the number or a fourth word.
  std::optional<std::size_t> open_word() const {
    const auto place = goes_on ? words() : words() + 1;
    if (parts.empty() || place == 0 || place > words_in_a_code) return std::nullopt;
    return place;
  }
};

Typed read(std::string_view typed) {
  const auto normal = normalise_code(typed);
  Typed read;
  for (std::size_t at = 0; at < normal.size();) {
    const auto end = std::min(normal.find('-', at), normal.size());
    if (end > at) read.parts.push_back(normal.substr(at, end - at));
    at = end + 1;
  }
  read.goes_on = !normal.empty() && normal.back() != '-';
  return read;
}

bool begins_a_word(std::string_view part) { return !words::completions(part, 1).empty(); }

bool may_become_a_number(const std::string& part) {
  return part.size() <= most_digits && part.front() != '0' && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

CodeCheck unknown_word(const Typed& typed, const CodeProblem& problem) {
  const auto& part = typed.parts[problem.word];
  if (typed.goes_on && problem.word == typed.words() && begins_a_word(part)) return {.kind = CodeCheck::Kind::unfinished};
  CodeCheck check{.kind = CodeCheck::Kind::unknown_word, .word = static_cast<int>(problem.word), .typed = part};
  check.suggestions.assign(problem.suggestions.begin(), problem.suggestions.end());
  return check;
}

}  // namespace

std::vector<std::string> complete_code(std::string_view typed, std::size_t most) {
  const auto code = read(typed);
  if (!code.goes_on || !code.open_word()) return {};
  const auto& part = code.parts.back();
  if (words::index_of(part)) return {};
  const auto found = words::completions(part, most);
  return {found.begin(), found.end()};
}

std::string with_word(std::string_view typed, std::string_view word) {
  auto code = read(typed);
  const auto place = code.open_word();
  if (!place) return std::string(typed);
  code.parts.resize(*place);
  std::string out;
  for (const auto& part : code.parts) out += part + "-";
  out += word;
  return *place < words_in_a_code ? out + "-" : out;
}

CodeCheck check_code(std::string_view typed) {
  using Kind = CodeCheck::Kind;
  if (typed.find("://") != typed.npos) return {.kind = Kind::complete};
  CodeProblem problem;
  if (parse_code(typed, &problem)) return {.kind = Kind::complete};
  switch (problem.kind) {
    case CodeProblem::Kind::empty: return {};
    case CodeProblem::Kind::too_long: return {.kind = Kind::too_long};
    case CodeProblem::Kind::too_few_words: return {.kind = Kind::unfinished};
    case CodeProblem::Kind::too_many_words: return {.kind = Kind::too_many};
    case CodeProblem::Kind::no_number:
    case CodeProblem::Kind::bad_number: break;
    case CodeProblem::Kind::unknown_word: return unknown_word(read(typed), problem);
  }
  const auto code = read(typed);
  const bool is_begun = code.goes_on && code.parts.size() == 1 && may_become_a_number(code.parts.front());
  return {.kind = is_begun ? Kind::unfinished : Kind::bad_number};
}

}  // namespace twinlamp::client

#include "client/cli/answers.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

namespace twinlamp::cli {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<int> number_in(std::string_view text) {
  text = trimmed(text);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  return out;
}

ReadAnswer choice(const client::CardView& card, std::string_view typed, const client::Words& words) {
  const int count = static_cast<int>(card.options.size());
  if (const auto number = number_in(typed); number && *number >= 1 && *number <= count)
    return {client::ChoiceAnswer{static_cast<std::uint8_t>(*number - 1)}, {}};
  for (int i = 0; i < count; ++i)
    if (lowered(trimmed(typed)) == lowered(card.options[static_cast<std::size_t>(i)]))
      return {client::ChoiceAnswer{static_cast<std::uint8_t>(i)}, {}};
  return {{}, words.say("cli.answer.choice", {{"count", count}})};
}

ReadAnswer scale(const client::CardView& card, std::string_view typed, const client::Words& words) {
  const auto number = number_in(typed);
  if (number && *number >= 1 && *number <= card.steps) return {client::ScaleAnswer{static_cast<std::uint8_t>(*number)}, {}};
  return {{}, words.say("cli.answer.scale", {{"low", card.low_label}, {"steps", card.steps}, {"high", card.high_label}})};
}

// A listed feeling at the beginning of what was typed: its word in this language, which may be several, or its id.
struct Listed {
  const client::FeelingFamily* family = nullptr;
  const client::FeelingWord* word = nullptr;
  std::size_t size = 0;  // of what was typed for it
};

Listed listed_in(const std::vector<client::FeelingFamily>& feelings, std::string_view typed) {
  const auto text = lowered(typed);
  Listed longest;
  for (const auto& family : feelings)
    for (const auto& word : family.words)
      for (const auto& name : {lowered(word.word), word.id})
        if (name.size() > longest.size && text.starts_with(name + " ")) longest = {&family, &word, name.size()};
  return longest;
}

ReadAnswer feeling(const std::vector<client::FeelingFamily>& feelings, std::string_view typed, const client::Words& words) {
  typed = trimmed(typed);
  const auto listed = listed_in(feelings, typed);
  const auto own = typed.substr(0, typed.find_first_of(" \t\n"));
  std::istringstream parts{std::string(typed.substr(listed.word ? listed.size : own.size()))};
  std::string strength, note;
  parts >> strength;
  std::getline(parts, note);
  const auto number = number_in(strength);
  if (own.empty() || !number || *number < 1 || *number > 5) return {{}, words.say("cli.answer.feeling")};
  client::FeelingAnswer answer;
  answer.intensity = static_cast<std::uint8_t>(*number);
  answer.note = std::string(trimmed(note));
  if (listed.word) {
    answer.family = listed.family->id;
    answer.word = listed.word->id;
    return {answer, {}};
  }
  answer.word = own;
  if (!feelings.empty()) answer.family = feelings.front().id;
  for (const auto& family : feelings)
    if (family.id == lowered(own) || lowered(family.name) == lowered(own)) answer.family = family.id;
  return {answer, {}};
}

}  // namespace

ReadAnswer read_answer(const client::CardView& card, const std::vector<client::FeelingFamily>& feelings, std::string_view typed,
                       const client::Words& words) {
  if (trimmed(typed).empty()) return {{}, words.say("cli.answer.nothing")};
  switch (card.kind) {
    case client::CardKind::text: return {client::TextAnswer{std::string(typed)}, {}};
    case client::CardKind::choice: return choice(card, typed, words);
    case client::CardKind::scale: return scale(card, typed, words);
    case client::CardKind::feeling: return feeling(feelings, typed, words);
    default: break;
  }
  return {{}, words.say("cli.answer.too_old")};
}

}  // namespace twinlamp::cli

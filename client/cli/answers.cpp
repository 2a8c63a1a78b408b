#include "client/cli/answers.h"

#include <algorithm>
#include <charconv>
#include <map>
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

// Numbers from 1 to `most`, by spaces or commas, as places from 0; nothing where there is anything else, or one twice.
std::optional<std::vector<std::uint8_t>> places_in(std::string_view text, std::size_t most) {
  std::vector<std::uint8_t> out;
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), ',', ' ');
  std::istringstream parts(spaced);
  for (std::string part; parts >> part;) {
    const auto number = number_in(part);
    if (!number || *number < 1 || static_cast<std::size_t>(*number) > most) return std::nullopt;
    const auto place = static_cast<std::uint8_t>(*number - 1);
    if (std::find(out.begin(), out.end(), place) != out.end()) return std::nullopt;
    out.push_back(place);
  }
  return out;
}

// What stands on lines of its own, or between bars on one.
std::vector<std::string> parts_of(std::string_view typed) {
  std::vector<std::string> out;
  const char between = typed.find('\n') == std::string_view::npos ? '|' : '\n';
  for (typed = trimmed(typed); !typed.empty();) {
    const auto end = std::min(typed.find(between), typed.size());
    if (const auto part = trimmed(typed.substr(0, end)); !part.empty()) out.emplace_back(part);
    typed.remove_prefix(std::min(end + 1, typed.size()));
  }
  return out;
}

ReadAnswer choices(const client::CardView& card, std::string_view typed, const client::Words& words) {
  auto places = places_in(typed, card.options.size());
  if (!places || places->size() > static_cast<std::size_t>(card.most))
    return {{}, words.say("cli.answer.choices", {{"count", card.options.size()}, {"most", card.most}})};
  std::sort(places->begin(), places->end());
  return {client::ChoicesAnswer{std::move(*places)}, {}};
}

ReadAnswer ranking(const client::CardView& card, std::string_view typed, const client::Words& words) {
  auto places = places_in(typed, card.options.size());
  if (!places || places->size() != card.options.size()) return {{}, words.say("cli.answer.ranking", {{"count", card.options.size()}})};
  return {client::RankingAnswer{std::move(*places)}, {}};
}

ReadAnswer list(const client::CardView& card, std::string_view typed, const client::Words& words) {
  client::ListAnswer answer{parts_of(typed), 0};
  bool is_wrong = false;
  for (std::size_t i = 0; i < answer.lines.size(); ++i) {
    auto& line = answer.lines[i];
    if (!card.marked || !line.starts_with('*')) continue;
    line = trimmed(std::string_view(line).substr(1));
    is_wrong = is_wrong || answer.mark != 0 || line.empty();
    answer.mark = static_cast<std::uint8_t>(i + 1);
  }
  const auto count = answer.lines.size();
  is_wrong = is_wrong || count < static_cast<std::size_t>(card.lines_least) || count > static_cast<std::size_t>(card.lines_most) || (card.marked && answer.mark == 0);
  if (!is_wrong) return {std::move(answer), {}};
  return {std::move(answer), words.say(card.marked ? "cli.answer.marked" : "cli.answer.list", {{"least", card.lines_least}, {"most", card.lines_most}})};
}

ReadAnswer guess(const client::CardView& card, std::string_view typed, const client::Words& words) {
  client::GuessAnswer answer;
  if (!card.options.empty()) {
    std::istringstream both{std::string(typed)};
    std::string mine, guessed, more;
    both >> mine >> guessed;
    const auto count = static_cast<int>(card.options.size());
    const auto first = number_in(mine), second = number_in(guessed);
    const bool fits = first && second && *first >= 1 && *first <= count && *second >= 1 && *second <= count && !(both >> more);
    if (!fits) return {{}, words.say("cli.answer.guess", {{"count", count}})};
    answer.mine = static_cast<std::uint8_t>(*first - 1);
    answer.guess = static_cast<std::uint8_t>(*second - 1);
    return {answer, {}};
  }
  auto parts = parts_of(typed);
  const bool fits = parts.size() == 2;
  for (; parts.size() > 2; parts.pop_back()) parts[parts.size() - 2] += "\n" + parts.back();
  parts.resize(2);
  answer.mine_text = std::move(parts[0]);
  answer.guess_text = std::move(parts[1]);
  return {std::move(answer), fits ? std::string() : words.say("cli.answer.guess_words")};
}

// "most 1 4 | least 2": the word at the head of each part, and the items it names.
std::optional<std::map<std::string, std::vector<std::string>>> named_items(const client::CardView& card, std::string_view typed) {
  std::map<std::string, std::vector<std::string>> out;
  for (const auto& part : parts_of(typed)) {
    const auto end = std::min(part.find(' '), part.size());
    const auto places = places_in(std::string_view(part).substr(end), card.items->size());
    if (!places) return std::nullopt;
    auto& ids = out[lowered(std::string_view(part).substr(0, end))];
    for (const auto place : *places) ids.push_back((*card.items)[place].id);
  }
  return out;
}

template <class Value>
bool put_named(std::map<std::string, std::vector<std::string>>& named, const std::string& name, Value value, std::map<std::string, Value>& out) {
  for (const auto& id : named[name])
    if (!out.emplace(id, value).second) return false;
  named.erase(name);
  return true;
}

ReadAnswer sort(const client::CardView& card, std::string_view typed, const client::Words& words) {
  const ReadAnswer wrong{{}, words.say("cli.answer.sort")};
  auto named = card.items ? named_items(card, typed) : std::nullopt;
  if (!named) return wrong;
  client::SortAnswer answer;
  answer.ranked = (*named)["top"];
  named->erase("top");
  if (!put_named(*named, "most", client::Pile::most, answer.piles) || !put_named(*named, "some", client::Pile::some, answer.piles) ||
      !put_named(*named, "least", client::Pile::least, answer.piles) || !named->empty())
    return wrong;
  for (const auto& item : *card.items) answer.piles.emplace(item.id, client::Pile::some);
  for (const auto& id : answer.ranked)
    if (answer.piles[id] != client::Pile::most) return wrong;
  if (answer.ranked.size() != client::ranks_wanted(answer)) return {{}, words.say("cli.answer.top", {{"count", client::ranks_wanted(answer)}})};
  return {std::move(answer), {}};
}

ReadAnswer wishes(const client::CardView& card, std::string_view typed, const client::Words& words) {
  const ReadAnswer wrong{{}, words.say("cli.answer.wishes")};
  auto named = card.items ? named_items(card, typed) : std::nullopt;
  client::WishesAnswer answer;
  if (!named || !put_named(*named, "yes", client::Wish::yes, answer.wishes) || !put_named(*named, "curious", client::Wish::curious, answer.wishes) ||
      !put_named(*named, "no", client::Wish::no, answer.wishes) || !named->empty())
    return wrong;
  for (const auto& item : *card.items) answer.wishes.emplace(item.id, client::Wish::no);
  return {std::move(answer), {}};
}

ReadAnswer pairs(std::string_view typed, const client::Words& words) {
  client::PairsAnswer answer;
  std::size_t count = 0;
  for (const char c : lowered(typed)) {
    if (c == ' ' || c == '\n' || c == '\t') continue;
    const auto pick = c == 'l' ? client::Pick::left : c == 'r' ? client::Pick::right : client::Pick::none;
    if (pick == client::Pick::none || count == answer.picks.size()) return {{}, words.say("cli.answer.pairs")};
    answer.picks[count++] = pick;
  }
  if (count != answer.picks.size()) return {{}, words.say("cli.answer.pairs")};
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
    case client::CardKind::choices: return choices(card, typed, words);
    case client::CardKind::ranking: return ranking(card, typed, words);
    case client::CardKind::list: return list(card, typed, words);
    case client::CardKind::guess: return guess(card, typed, words);
    case client::CardKind::sort: return sort(card, typed, words);
    case client::CardKind::wishes: return wishes(card, typed, words);
    case client::CardKind::pairs: return pairs(typed, words);
  }
  return {{}, words.say("cli.answer.too_old")};
}

}  // namespace twinlamp::cli

// How an answer reads, by its kind.
#include <algorithm>

#include "client/content/answer.h"
#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t line_most = 80;

struct Reading {
  const Card& card;
  std::span<const FeelingFamily> families;
  const Words& words;

  std::string option(std::size_t index) const {
    if (index < card.options.size()) return card.options[index];
    return words.say("answer.earlier_option", {{"place", index + 1}});
  }

  std::string operator()(const TextAnswer& answer) const { return answer.text; }
  std::string operator()(const ChoiceAnswer& answer) const { return option(answer.index); }
  std::string operator()(const ScaleAnswer& answer) const;
  std::string operator()(const FeelingAnswer& answer) const;
  std::string operator()(const ChoicesAnswer& answer) const;
  std::string operator()(const RankingAnswer& answer) const;
  std::string operator()(const ListAnswer& answer) const;
  std::string operator()(const GuessAnswer& answer) const;
  std::string operator()(const SortAnswer& answer) const;
  std::string operator()(const WishesAnswer& answer) const;
  std::string operator()(const PairsAnswer& answer) const;
};

void add(std::string& out, std::string_view between, std::string_view text) {
  if (!out.empty()) out += between;
  out += text;
}

void add_numbered(std::string& out, std::size_t number, std::string_view text) {
  add(out, "\n", std::to_string(number) + ". ");
  out += text;
}

std::string Reading::operator()(const ScaleAnswer& answer) const {
  const auto& scale = card.scale;
  if (answer.value > scale.steps) return words.say("answer.earlier_step", {{"value", answer.value}});
  const auto out = words.say("answer.of", {{"value", answer.value}, {"steps", scale.steps}});
  if (answer.value == 1) return out + " (" + scale.min_label + ")";
  if (answer.value == scale.steps) return out + " (" + scale.max_label + ")";
  return out + " (1 " + scale.min_label + ", " + std::to_string(scale.steps) + " " + scale.max_label + ")";
}

std::string Reading::operator()(const FeelingAnswer& answer) const {
  const auto family = std::ranges::find(families, answer.family, &FeelingFamily::id);
  auto word = answer.word;  // an own word as it was written, a listed one in this device's language
  auto family_name = answer.family;
  if (family != families.end()) {
    family_name = family->name;
    const auto listed = std::ranges::find(family->words, answer.word, &FeelingWord::id);
    if (listed != family->words.end()) word = listed->word;
  }
  auto out = word + " (" + family_name + "), " +
             words.say("answer.of", {{"value", answer.intensity}, {"steps", answer_limits::intensity}});
  if (!is_blank(answer.note)) out += "\n" + answer.note;
  return out;
}

std::string Reading::operator()(const ChoicesAnswer& answer) const {
  std::string out;
  for (const auto index : answer.indices) add(out, "\n", option(index));
  return out;
}

std::string Reading::operator()(const RankingAnswer& answer) const {
  std::string out;
  for (std::size_t i = 0; i < answer.order.size(); ++i) add_numbered(out, i + 1, option(answer.order[i]));
  return out;
}

std::string Reading::operator()(const ListAnswer& answer) const {
  std::string out;
  for (std::size_t i = 0; i < answer.lines.size(); ++i) add_numbered(out, i + 1, answer.lines[i]);
  if (answer.mark >= 1 && answer.mark <= answer.lines.size()) add(out, "\n", words.say("answer.marked", {{"number", answer.mark}}));
  return out;
}

std::string Reading::operator()(const GuessAnswer& answer) const {
  const bool is_written = answer.mine == GuessAnswer::unset;
  const auto mine = is_written ? answer.mine_text : option(answer.mine);
  const auto guess = is_written ? answer.guess_text : option(answer.guess);
  return words.say("answer.own", {{"answer", mine}}) + "\n" + words.say("answer.guessed", {{"answer", guess}});
}

std::string Reading::operator()(const SortAnswer& answer) const {
  std::string out;
  for (std::size_t i = 0; i < answer.ranked.size(); ++i) add_numbered(out, i + 1, item_text(card, answer.ranked[i], words));
  constexpr const char* key[] = {"answer.pile.most", "answer.pile.some", "answer.pile.least"};
  for (const auto pile : piles) {
    std::string names;
    for (const auto& [item, its] : answer.piles)
      if (its == pile) add(names, ", ", item_text(card, item, words));
    if (!names.empty()) add(out, "\n", words.say(key[static_cast<int>(pile) - 1], {{"items", names}}));
  }
  return out;
}

// Only on the device of whoever marked them.
std::string Reading::operator()(const WishesAnswer& answer) const {
  std::string out;
  constexpr const char* key[] = {"answer.wish.no", "answer.wish.curious", "answer.wish.yes"};
  for (const auto& [item, wish] : answer.wishes)
    add(out, "\n", words.say(key[static_cast<int>(wish) - 1], {{"item", item_text(card, item, words)}}));
  return out;
}

std::string Reading::operator()(const PairsAnswer& answer) const {
  std::string out;
  for (std::size_t i = 0; i < answer.picks.size(); ++i) {
    const bool is_known = i < card.pairs.size();
    switch (answer.picks[i]) {
      case Pick::left: add(out, "\n", is_known ? card.pairs[i].left : words.say("answer.option_gone")); break;
      case Pick::right: add(out, "\n", is_known ? card.pairs[i].right : words.say("answer.option_gone")); break;
      case Pick::late: add(out, "\n", words.say("answer.late")); break;
      case Pick::none: break;
    }
  }
  return out;
}

}  // namespace

std::string full_text(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words) {
  return std::visit(Reading{card, families, words}, answer);
}

std::string summary_line(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words) {
  return one_line(full_text(card, answer, families, words), line_most);
}

std::string item_text(const Card& card, std::string_view item, const Words& words) {
  if (card.items != nullptr)
    if (const auto found = std::ranges::find(*card.items, item, &Item::id); found != card.items->end()) return found->text;
  return words.say("answer.option_gone");
}

std::size_t ranks_wanted(const SortAnswer& answer) {
  const auto most = std::ranges::count_if(answer.piles, [](const auto& sorted) { return sorted.second == Pile::most; });
  return std::min(card_limits::top, static_cast<std::size_t>(most));
}

}  // namespace twinlamp::client

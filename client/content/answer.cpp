#include "client/content/answer.h"

#include <algorithm>

#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

// What keeps an answer from answering its card, in one sentence; empty when nothing does.
struct Fault {
  const Card& card;
  std::span<const FeelingFamily> families;
  const Words& words;

  std::string text(std::string_view text, std::size_t most) const {
    if (text.size() > most) return words.say("answer.too_long", {{"count", text.size() - most}});
    if (!is_utf8(text) || has_controls(text)) return words.say("answer.bad_character");
    return {};
  }

  std::string operator()(const TextAnswer& answer) const;
  std::string operator()(const ChoiceAnswer& answer) const;
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

std::string Fault::operator()(const TextAnswer& answer) const {
  auto unfit = text(answer.text, answer_limits::text);
  if (unfit.empty() && is_blank(answer.text)) return words.say("answer.nothing");
  return unfit;
}

std::string Fault::operator()(const ChoiceAnswer& answer) const {
  if (answer.index < card.options.size()) return {};
  return words.say("answer.choose", {{"count", card.options.size()}});
}

std::string Fault::operator()(const ScaleAnswer& answer) const {
  if (answer.value >= 1 && answer.value <= card.scale.steps) return {};
  return words.say("answer.number", {{"steps", card.scale.steps}});
}

std::string Fault::operator()(const FeelingAnswer& answer) const {
  if (std::ranges::find(families, answer.family, &FeelingFamily::id) == families.end()) return words.say("answer.family");
  auto unfit = text(answer.word, answer_limits::word);
  if (!unfit.empty()) return unfit;
  if (is_blank(answer.word)) return words.say("answer.word");
  if (answer.intensity < 1 || answer.intensity > answer_limits::intensity) return words.say("answer.strength");
  return text(answer.note, answer_limits::note);
}

std::string Fault::operator()(const ChoicesAnswer& answer) const {
  const auto rises = std::ranges::adjacent_find(answer.indices, std::greater_equal()) == answer.indices.end();
  if (answer.indices.empty() || !rises || answer.indices.back() >= card.options.size())
    return words.say("answer.choose_some", {{"count", card.options.size()}});
  if (answer.indices.size() > card.most) return words.say("answer.choose_most", {{"count", card.most}});
  return {};
}

std::string Fault::operator()(const RankingAnswer& answer) const {
  auto places = answer.order;
  std::ranges::sort(places);
  bool is_whole = places.size() == card.options.size();
  for (std::size_t i = 0; is_whole && i < places.size(); ++i) is_whole = places[i] == i;
  return is_whole ? std::string() : words.say("answer.rank_all", {{"count", card.options.size()}});
}

std::string Fault::operator()(const ListAnswer& answer) const {
  for (const auto& line : answer.lines) {
    auto unfit = text(line, answer_limits::line);
    if (!unfit.empty()) return unfit;
    if (line.find('\n') != std::string::npos) return words.say("answer.bad_character");
    if (is_blank(line)) return words.say("answer.empty_line");
  }
  if (answer.lines.size() < card.lines_least) return words.say("answer.lines_least", {{"count", card.lines_least}});
  if (answer.lines.size() > card.lines_most) return words.say("answer.lines_most", {{"count", card.lines_most}});
  const bool is_marked = answer.mark >= 1 && answer.mark <= answer.lines.size();
  if (card.marked && !is_marked) return words.say("answer.mark");
  return !card.marked && answer.mark != 0 ? words.say("answer.no_mark") : std::string();
}

std::string Fault::operator()(const GuessAnswer& answer) const {
  if (card.options.empty()) {
    for (const auto* part : {&answer.mine_text, &answer.guess_text})
      if (auto unfit = text(*part, answer_limits::line); !unfit.empty()) return unfit;
    if (is_blank(answer.mine_text)) return words.say("answer.mine");
    return is_blank(answer.guess_text) ? words.say("answer.guess") : std::string();
  }
  if (answer.mine >= card.options.size()) return words.say("answer.mine");
  return answer.guess >= card.options.size() ? words.say("answer.guess") : std::string();
}

std::string Fault::operator()(const SortAnswer& answer) const {
  std::size_t left = 0;
  if (card.items != nullptr)
    for (const auto& item : *card.items) left += answer.piles.contains(item.id) ? 0 : 1;
  if (answer.piles.empty() || left > 0) return words.say("answer.sort_all", {{"count", left}});
  if (answer.ranked.size() != ranks_wanted(answer)) return words.say("answer.rank_top", {{"count", ranks_wanted(answer)}});
  return {};
}

std::string Fault::operator()(const WishesAnswer& answer) const {
  if (answer.wishes.empty()) return words.say("answer.wish_some");
  return {};
}

std::string Fault::operator()(const PairsAnswer& answer) const {
  const auto left = std::ranges::count(answer.picks, Pick::none);
  return left == 0 ? std::string() : words.say("answer.pairs_left", {{"count", left}});
}

}  // namespace

CardKind kind_of(const Answer& answer) {
  return static_cast<CardKind>(answer.index() + 1);
}

std::string validate(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words) {
  if (kind_of(answer) != card.kind)
    return words.say("answer.other_kind", {{"kind", words.say("answer.kind." + std::string(name_of(card.kind)))},
                                           {"other", words.say("answer.kind." + std::string(name_of(kind_of(answer))))}});
  return std::visit(Fault{card, families, words}, answer);
}

}  // namespace twinlamp::client

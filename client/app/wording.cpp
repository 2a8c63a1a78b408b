#include "client/app/wording.h"

#include <algorithm>

namespace twinlamp::client {

CardView card_view(const Catalogue& catalogue, const Card& card) {
  CardView view;
  view.id = card.id;
  view.practice = card.practice;
  if (const auto* practice = catalogue.practice(card.practice)) view.practice_name = practice->name;
  view.depth = card.depth;
  view.kind = card.kind;
  view.prompt = card.prompt;
  view.why = card.why;
  view.starters = card.starters;
  view.options = card.options;
  view.low_label = card.scale.min_label;
  view.high_label = card.scale.max_label;
  view.steps = card.scale.steps;
  view.most = card.most;
  view.lines_least = card.lines_least;
  view.lines_most = card.lines_most;
  view.marked = card.marked;
  view.items = card.items;
  view.pairs = card.pairs;
  view.follow_ups = card.follow_ups;
  return view;
}

CardFacts facts_of(const Card& card) {
  const auto after = (card.after.high ? twinlamp::After::high : twinlamp::After::none) | (card.after.low ? twinlamp::After::low : twinlamp::After::none) |
                     (card.after.apart ? twinlamp::After::apart : twinlamp::After::none);
  return {card.id, card.version, card.practice, card.depth, static_cast<std::uint8_t>(card.kind), card.about_now, card.daily, card.scale.steps, after, card.area,
          card.needs};
}

std::uint8_t practice_of(const Catalogue& catalogue, const twinlamp::Round& round) {
  const auto* known = catalogue.find(round.card_id);
  return known == nullptr ? round.practice : known->practice;
}

Card card_of(const Catalogue& catalogue, const twinlamp::Round& round) {
  if (const auto* known = catalogue.find(round.card_id)) return *known;
  Card card;
  card.id = round.card_id;
  card.version = round.card_version;
  card.practice = round.practice;
  card.depth = round.depth;
  card.kind = static_cast<CardKind>(std::clamp<int>(round.kind, 1, card_kinds));
  card.prompt = round.prompt;
  return card;
}

}  // namespace twinlamp::client

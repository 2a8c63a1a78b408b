#include "client/app/own_draw.h"

#include "protocol/round/wish_draw.h"

namespace twinlamp::client {

bool is_own_draw(const PairState& state, const twinlamp::Round& round, const Catalogue& catalogue) {
  const auto* card = catalogue.find(round.card_id);
  if (card == nullptr || card->kind != CardKind::wishes || card->practice != round.practice || !card->items) return false;
  std::vector<std::string> all;
  for (const auto& item : *card->items) all.push_back(item.id);
  return is_as_drawn(state, round, all, card->batch);
}

}  // namespace twinlamp::client

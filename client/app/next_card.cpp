#include "client/app/next_card.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "protocol/crypto/hash.h"
#include "protocol/round/needs.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t desire = 4;  // product.md's row

}  // namespace

std::set<std::string_view> open_cards(const PairState& state) {
  std::set<std::string_view> open;
  for (const auto& round : state.rounds)
    if (!round->closing) open.insert(round->card_id);
  return open;
}

std::optional<std::string> next_card(const PairState& state, std::span<const CardFacts> cards, std::uint8_t practice) {
  if (practice == desire || practice >= PairState::practices) return std::nullopt;
  const auto open = open_cards(state);
  std::vector<const CardFacts*> fit;
  int deepest = 255;
  for (const auto& card : cards) {
    if (card.practice != practice || open.contains(card.id) ||
        !is_led_up_to(state, card, pair_day(state, state.latest)))
      continue;
    fit.push_back(&card);
    deepest = std::min<int>(deepest, card.depth);
  }
  deepest = std::max<int>(deepest, state.depth[practice]);
  std::erase_if(fit, [&](const CardFacts* card) { return card->depth > deepest; });
  const auto rank = [&](const CardFacts* card) {
    return std::tuple(times_opened(state, card->id), blake2b_256({bytes_of("next-card/1"), state.pair_seed.view(), bytes_of(card->id)}));
  };
  const auto best = std::min_element(fit.begin(), fit.end(), [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  return best == fit.end() ? std::nullopt : std::optional((*best)->id);
}

}  // namespace twinlamp::client

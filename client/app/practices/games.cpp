#include "client/app/practices/games.h"

#include "client/app/next_card.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t play_practice = 6;  // product.md's row

// Ids are for good: a list that hides a wish is called so.
bool hides_a_wish(const std::string& id) { return id.find("wish") != std::string::npos || id.find("truths") != std::string::npos; }

}  // namespace

std::optional<Game> game_of(const Card& card) {
  if (card.practice != play_practice) return std::nullopt;
  if (card.kind == CardKind::guess) return Game::guess_me;
  if (card.kind == CardKind::pairs) return Game::this_or_that;
  if (card.kind == CardKind::list && card.marked) return hides_a_wish(card.id) ? Game::truths_and_wish : Game::really_mine;
  return std::nullopt;
}

std::vector<GameOffer> offer_games(const PairState& state, std::span<const CardFacts> cards, const Catalogue& catalogue) {
  std::vector<GameOffer> out;
  for (const auto game : games) {
    std::vector<CardFacts> fit;
    for (const auto& facts : cards)
      if (const auto* card = catalogue.find(facts.id); card != nullptr && game_of(*card) == game) fit.push_back(facts);
    if (const auto id = next_card(state, fit, play_practice)) out.push_back({game, *id, catalogue.find(*id)->prompt});
  }
  return out;
}

}  // namespace twinlamp::client

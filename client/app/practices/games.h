// The next card of each game of Play, as next_card() chooses: the same on both devices. Pure.
#pragma once

#include <span>

#include "client/content/catalogue.h"
#include "client/practices/play.h"
#include "protocol/round/tonight.h"

namespace twinlamp::client {

std::vector<GameOffer> offer_games(const PairState& state, std::span<const CardFacts> cards, const Catalogue& catalogue);

// Which game a card of Play is; nothing for a card that is only asked.
std::optional<Game> game_of(const Card& card);

}  // namespace twinlamp::client

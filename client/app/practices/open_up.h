// Makes OpenUpView of the pair's state. Pure.
#pragma once

#include <optional>

#include "client/content/catalogue.h"
#include "client/practices/open_up.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

inline constexpr std::uint8_t open_up_practice = 2;  // product.md's row

OpenUpView make_open_up(const PairState& state, Slot me, const Catalogue& catalogue, std::optional<std::uint8_t> ceiling);  // none: not chosen yet

// May this card be asked? In Open up never above the depth at which the two are; everything else may be.
bool is_within_depth(const PairState& state, const Card& card);

// News is told and asked about: the cards of Open up that belong to no area.
bool asks_for_news(const Card& card);

}  // namespace twinlamp::client

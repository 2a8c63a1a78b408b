// The card of one practice that fits next: for its page, where a person has chosen the practice already. Pure, and the
// same on both devices, as `tonight` is.
//
// Never deeper than where the pair is, or than the lightest that is left; none that is open, or follows what has not happened
// yet; the ones that were opened least first; among those the pair's own order. Desire has none: it is switched on by both elsewhere.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "protocol/round/tonight.h"

namespace twinlamp::client {

// The ids of all cards whose rounds are not closed. They live as long as the state.
std::set<std::string_view> open_cards(const PairState& state);

std::optional<std::string> next_card(const PairState& state, std::span<const CardFacts> cards, std::uint8_t practice);

}  // namespace twinlamp::client

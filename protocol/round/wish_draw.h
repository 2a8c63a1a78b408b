// Which wishes are asked next: the same on both devices, those asked least often before all others. Pure.
//
// The quota follows from the length, and a client votes only where the items are those that it would have drawn itself: so whoever opens a list
// chooses nothing of it.
//
// Order: how often the item was drawn in earlier rounds of this card, then BLAKE2b-128("wishes draw/1" | pair_seed | lv(card id) | n u32 | id), n = how many
// rounds of the card there were. So no item comes back before all were asked, and nobody can tell the order from the list.
#pragma once

#include "protocol/round/state.h"

namespace twinlamp {

// At most `batch` of these ids, none twice. Their order in `all` does not matter.
std::vector<std::string> draw_wishes(const PairState& state, std::string_view card_id, const std::vector<std::string>& all, std::size_t batch);

// Are the items of this round what was to be drawn when it was opened? False, too, where the two clients know different items.
bool is_as_drawn(const PairState& state, const Round& round, const std::vector<std::string>& all, std::size_t batch);

// How many of a batch one may want at most: two of three, at least one. Who wants everything would learn everything.
std::uint16_t wishes_quota(std::size_t batch);

}  // namespace twinlamp

// Whoever opens a wish list must not choose what it asks: what is answered here is what this device would have drawn itself, of a card of that
// practice. Pure.
#pragma once

#include "client/content/catalogue.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

bool is_own_draw(const PairState& state, const twinlamp::Round& round, const Catalogue& catalogue);

}  // namespace twinlamp::client

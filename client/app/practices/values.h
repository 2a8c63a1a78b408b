// From rounds to what they show of the one thing that two do together.
#pragma once

#include <optional>

#include "client/app/wording.h"
#include "client/practices/values.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

// Nothing for a round of another practice, or before the reveal.
std::optional<ValuesView> values_view(const twinlamp::Round& round, Slot me);

// Everything that was agreed, newest first; what is due on this day of the pair.
ValuesRef values_facts(const PairState& state, Slot me, std::chrono::sys_days day, const Wording& wording);

}  // namespace twinlamp::client

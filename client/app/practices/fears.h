// From a round to what it shows of a fear.
#pragma once

#include <optional>

#include "client/practices/fears.h"
#include "protocol/round/round.h"

namespace twinlamp::client {

// Nothing for a round of another practice, or before the reveal.
std::optional<FearsView> fears_view(const twinlamp::Round& round, Slot me);

}  // namespace twinlamp::client

// Makes ThingsView of the pair's state. Pure.
#pragma once

#include "client/app/wording.h"
#include "client/practices/things.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

ThingsView make_things(const PairState& state, Slot me, const Wording& wording);

}  // namespace twinlamp::client

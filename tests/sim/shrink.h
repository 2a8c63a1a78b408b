// Makes a failing attack small: fewer acts, then fewer rounds and no crashes, as long as it still fails.
#pragma once

#include <functional>

#include "tests/sim/attack.h"

namespace twinlamp::sim {

// Precondition: fails(attack). Asks `fails` at most `tries` times; what it returns fails.
Attack shrink(Attack attack, const std::function<bool(const Attack&)>& fails, int tries = 200);

}  // namespace twinlamp::sim

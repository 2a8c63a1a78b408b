// Makes what fails small, as long as it still fails: an attack (fewer acts, then fewer rounds and no crashes), or the faults of a schedule.
#pragma once

#include <functional>
#include <vector>

#include "tests/sim/attack.h"

namespace twinlamp::sim {

// Precondition of both: what is given fails. They ask `fails` at most `tries` times; what they return fails.
Attack shrink(Attack attack, const std::function<bool(const Attack&)>& fails, int tries = 200);

// The numbers of the faults that strike (Plan::only).
using FaultNumbers = std::vector<std::uint64_t>;
FaultNumbers shrink(FaultNumbers faults, const std::function<bool(const FaultNumbers&)>& fails, int tries = 500);

}  // namespace twinlamp::sim

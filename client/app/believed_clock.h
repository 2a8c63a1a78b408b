// What time it is, for what must not happen too early: the wall clock, but not one that has just been moved ahead.
//
// Somebody moves the clock and moves it back; a machine without a battery wakes in another year and is set right. Within one run both look alike:
// the wall clock runs away from the steady one. So a jump ahead is believed only once it has stood for ten minutes; one back at once. The first
// look of a run has nothing to compare with, and believes. Time zones do not come into it: they move no clock. Pure; single-threaded.
#pragma once

#include <optional>

#include "protocol/base/time.h"

namespace twinlamp::client {

class BelievedClock {
public:
  static constexpr std::chrono::minutes doubt{10};  // how long a jump ahead has to stand
  static constexpr std::chrono::minutes drift{2};   // what is no jump: a clock that is set right a little

  // `slept`: how long the machine was suspended, which the steady clock does not know.
  WallTime at(Now now, std::chrono::milliseconds slept);

private:
  std::optional<std::chrono::milliseconds> ahead_;  // of the steady clock, as believed
  std::optional<std::chrono::milliseconds> doubted_;
  MonoTime doubted_since_{};
};

}  // namespace twinlamp::client

// This machine's clocks, as the protocol's times.
#pragma once

#include <time.h>

#include "protocol/base/time.h"

namespace twinlamp::relay {

// Of deadlines: stands still while the machine sleeps.
inline MonoTime running_time() {
  return MonoTime(std::chrono::duration_cast<Monotonic::duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

// Goes on then: for the Calendar.
inline MonoTime time_since_boot() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  const auto since = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
  return MonoTime(std::chrono::duration_cast<Monotonic::duration>(since));
}

inline WallTime machine_time() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace twinlamp::relay

// The two times of the protocol. Neither can be read here: time comes in with each call.
#pragma once

#include <chrono>
#include <cstdint>

namespace twinlamp {

// Monotonic, from an arbitrary start, never compared between devices. Thrown away on suspend.
struct Monotonic {
  using duration = std::chrono::microseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Monotonic, duration>;
  static constexpr bool is_steady = true;
};
using MonoTime = Monotonic::time_point;

// Milliseconds since 1970-01-01 UTC, as the person's clock says. Data for people; no rule depends on it.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

struct Now {
  MonoTime mono;
  WallTime wall;
};

}  // namespace twinlamp

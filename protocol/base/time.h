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

// Milliseconds since 1970-01-01 UTC, as the person's clock says. Data for people; no rule of safety rests on the other's.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
inline constexpr WallTime last_wall_time{std::chrono::milliseconds{253'402'300'799'999}};  // of the year 9999

struct Now {
  MonoTime mono;
  WallTime wall;
};

}  // namespace twinlamp

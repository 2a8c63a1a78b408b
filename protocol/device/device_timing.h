// The pauses that the parts of a Device share, and how they read a time that was kept.
#pragma once

#include <optional>

#include "protocol/base/time.h"

namespace twinlamp::device_timing {

inline constexpr std::chrono::milliseconds have_delay{1500};  // the mailbox usually brings what is missing first
inline constexpr std::chrono::milliseconds have_again{200};
inline constexpr std::chrono::seconds have_every{30};         // while the session stands
inline constexpr std::chrono::seconds first_have_wait{2}, longest_have_wait{16};  // while something is known to be missing
inline constexpr std::chrono::seconds snapshot_delay{5};  // after the last change

inline void sooner(std::optional<MonoTime>& due, MonoTime time) {
  if (!due || time < *due) due = time;
}

// Milliseconds as a store gives them back. None: a time of no calendar, which no clock has said, and no sum is made of.
inline std::optional<WallTime> stored_wall_time(std::uint64_t milliseconds) {
  if (milliseconds > static_cast<std::uint64_t>(last_wall_time.time_since_epoch().count())) return std::nullopt;
  return WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

}  // namespace twinlamp::device_timing

// The pauses that the parts of a Device share.
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

}  // namespace twinlamp::device_timing

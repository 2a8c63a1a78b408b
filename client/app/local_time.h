// Moments as people read them, in their language. Pure: the offset comes in.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "client/content/words.h"
#include "client/practices/zone.h"
#include "protocol/base/time.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

std::chrono::sys_days local_day(WallTime at, std::chrono::minutes offset);
std::string local_moment(WallTime at, std::chrono::minutes offset, const Words& words);  // "Mon 23 Nov, 21:47"
std::string local_date(WallTime at, std::chrono::minutes offset, const Words& words);    // "23 Nov 2026"
std::string local_month(WallTime at, std::chrono::minutes offset, const Words& words);   // "November 2026"

// A person's offset at a moment, over changes of their clocks since it was last said: that of the last shift whose instant has come, else the
// one said. Whoever says a profile names shifts that are still to come.
std::chrono::minutes offset_at(WallTime now, std::chrono::minutes said, const std::vector<OffsetShift>& next);
// The same for the faces.
ZoneView zone_view(std::chrono::minutes offset, const std::vector<OffsetShift>& next);
// When it changes next, if that is known.
std::optional<WallTime> next_change(WallTime now, const std::vector<OffsetShift>& next);

}  // namespace twinlamp::client

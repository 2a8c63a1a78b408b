// Moments as people read them, in their language. Pure: the offset comes in.
#pragma once

#include <chrono>
#include <string>

#include "client/content/words.h"
#include "protocol/base/time.h"

namespace twinlamp::client {

std::string local_moment(WallTime at, std::chrono::minutes offset, const Words& words);  // "Mon 23 Nov, 21:47"
std::string local_date(WallTime at, std::chrono::minutes offset, const Words& words);    // "23 Nov 2026"
std::string local_month(WallTime at, std::chrono::minutes offset, const Words& words);   // "November 2026"

}  // namespace twinlamp::client

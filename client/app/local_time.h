// Moments as people read them. Pure: the offset comes in.
#pragma once

#include <chrono>
#include <string>

#include "protocol/base/time.h"

namespace twinlamp::client {

std::string local_moment(WallTime at, std::chrono::minutes offset);  // "Mon 23 Nov, 21:47"
std::string local_date(WallTime at, std::chrono::minutes offset);    // "23 Nov 2026"

}  // namespace twinlamp::client

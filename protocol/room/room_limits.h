// A room's limits, all for the operator to choose; the defaults are those of protocol/README.md.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "protocol/base/limits.h"

namespace twinlamp {

struct RoomLimits {
  std::uint64_t mailbox_entries = 2000;
  std::uint64_t mailbox_bytes = 16ull << 20;
  std::chrono::seconds mailbox_retry{60};            // what MAILBOX_FULL tells the sender
  std::uint32_t frames_per_second = 60;              // of each member
  std::uint32_t frames_burst = 240;
  std::uint64_t first_week_bytes = 1ull << 20;       // posted by both in a room's first seven days
  std::uint32_t waiting_latches = 256;
  std::uint32_t all_latches = 8192;                  // with those of the last 90 days that are over
  std::uint32_t window_entries = 64;                 // delivered and not yet acknowledged
  std::uint64_t window_bytes = 512 * 1024;
  std::uint32_t pending_requests = 512;              // asked of the store and not yet answered
  std::uint64_t pending_bytes = 4ull << 20;
  std::chrono::seconds unavailable_retry{5};         // told to members; also between the room's own retries
};

}  // namespace twinlamp

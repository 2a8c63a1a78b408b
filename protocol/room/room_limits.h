// A room's limits, all for the operator to choose; the defaults are those of protocol/README.md.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "protocol/base/limits.h"

namespace twinlamp {

// What all rooms of a relay together have with the store and not yet answered. From any thread.
class StoreBudget {
public:
  explicit StoreBudget(std::uint64_t most) : most_(most) {}
  bool has_place_for(std::uint64_t bytes) const { return bytes_.load(std::memory_order_relaxed) + bytes <= most_; }
  void take(std::uint64_t bytes) { bytes_.fetch_add(bytes, std::memory_order_relaxed); }
  void give_back(std::uint64_t bytes) { bytes_.fetch_sub(bytes, std::memory_order_relaxed); }
  std::uint64_t taken() const { return bytes_.load(std::memory_order_relaxed); }

private:
  const std::uint64_t most_;
  std::atomic<std::uint64_t> bytes_{0};
};

inline constexpr std::chrono::days first_week{7};

struct RoomLimits {
  std::uint64_t mailbox_entries = 2000;
  std::uint64_t mailbox_bytes = 16ull << 20;
  std::chrono::seconds mailbox_retry{60};            // what MAILBOX_FULL tells the sender
  std::uint32_t frames_per_second = 60;              // of each member
  std::uint32_t frames_burst = 240;
  std::uint64_t first_week_bytes = 1ull << 20;       // stored by both in a room's first seven days, latches with it
  std::uint32_t waiting_latches = 256;
  std::uint32_t all_latches = 8192;                  // with those of the last 90 days that are over
  std::uint64_t latch_bytes = 8ull << 20;            // of what is stored of all of them
  std::uint32_t window_entries = 64;                 // delivered and not yet acknowledged
  std::uint64_t window_bytes = 512 * 1024;
  std::uint32_t pending_requests = 512;              // asked of the store and not yet answered
  std::uint64_t pending_bytes = 4ull << 20;
  StoreBudget* budget = nullptr;                     // of all rooms; outlives them. None: each has only its own
  std::chrono::seconds unavailable_retry{5};         // told to members; also between the room's own retries
};

}  // namespace twinlamp

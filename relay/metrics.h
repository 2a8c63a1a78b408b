// What a relay counts, and how it tells: totals over all rooms and addresses, none of them about a single one.
//
// Counters may be raised by any thread; figures are taken at one moment, on the relay's loop.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace twinlamp::relay {

class Counter {
public:
  void add(std::uint64_t more = 1) { value_.fetch_add(more, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
  std::atomic<std::uint64_t> value_{0};
};

struct Counters {
  Counter connections;       // taken
  Counter turned_away_full;  // beyond the limit of connections
  Counter turned_away_fast;  // their address came too often
  Counter proxy_faults;      // a proxy did not say for whom it comes
  Counter logins, logins_refused;
  Counter live_frames, posts, latch_frames, nameplate_frames, other_frames;  // from clients
  Counter bad_frames;
  Counter store_answers, store_unavailable;  // the disk is full, or fails
  Counter certificate_loads, certificate_faults;
};

struct Figures {
  std::chrono::system_clock::time_point started{};
  std::uint64_t connections = 0, members = 0, rooms_here = 0, rooms = 0, store_waiting = 0;
  std::optional<std::chrono::system_clock::time_point> certificate_ends;
  std::uint64_t database_bytes = 0, log_bytes = 0, disk_free_bytes = 0;
  std::uint64_t memory_bytes = 0, descriptors = 0, descriptors_most = 0;
  double cpu_seconds = 0;
};

// Of this process and of a data folder; the rest stays as it is.
void measure_machine(const std::filesystem::path& data, Figures& figures);

// Prometheus' text format, version 0.0.4.
std::string metrics_text(const Counters& counters, const Figures& figures);

}  // namespace twinlamp::relay

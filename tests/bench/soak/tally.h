// What a soak has counted, and every breach of what must hold: one makes the run fail.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace twinlamp::bench::soak {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
using Seconds = std::chrono::duration<double>;
using Milliseconds = std::chrono::duration<double, std::milli>;

inline Clock::duration span_of(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(Seconds(seconds));
}

// The worst of what was felt while a connection stood.
struct Pauses {
  double live = 0, post = 0, latch = 0;  // ms: to the partner; until it is kept; from the second PUT to the release
  void clear() { *this = {}; }
};

struct Tally {
  std::uint64_t posts = 0, deliveries = 0, lives_sent = 0, lives_come = 0, released = 0, cancelled = 0, logins = 0;
  std::uint64_t refused_posts = 0, repeated_posts = 0, ends = 0, refused_logins = 0;
  std::uint64_t seen_in_database = 0;  // what was said to be kept, looked up by another process at once
  std::uint64_t foes = 0;              // hostile connections
  std::map<std::string, std::uint64_t> faults;
  Pauses minute, worst;
  std::vector<std::string> breaches;
  std::uint64_t breach_count = 0;

  void breach(std::string what) {
    if (++breach_count <= 20) breaches.push_back(std::move(what));
  }
  void felt(double Pauses::*kind, Clock::duration took) {
    const auto ms = Milliseconds(took).count();
    minute.*kind = std::max(minute.*kind, ms);
    worst.*kind = std::max(worst.*kind, ms);
  }
};

}  // namespace twinlamp::bench::soak

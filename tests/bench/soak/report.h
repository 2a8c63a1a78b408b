// What a soak says: a line a minute, a table at the end, and whether memory, descriptors and the database stayed within
// their bounds.
#pragma once

#include "tests/bench/soak/front.h"

namespace twinlamp::bench::soak {

struct Series {
  std::string name;
  std::vector<Sample> samples;
};

struct Bounds {
  double settles_after = 20;              // seconds of a process's life that are not looked at
  std::uint64_t memory_grows_kib = 4096;  // at most over the whole run, by its slope, beyond the cache of the database
  std::uint64_t memory_swings_kib = 16384;  // the most above the median
  std::uint64_t files_grow = 4;
  std::uint64_t database_kib = 64 << 10, log_kib = 80 << 10;
};

// Adds a breach for each bound that does not hold.
void check_bounds(const Series& series, const Bounds& bounds, Tally& tally);
void print_minute(double at, const Tally& tally, const std::vector<Series>& all,
                  const std::vector<std::unique_ptr<Front>>& fronts);
void print_end(double seconds, std::uint64_t seed, const Tally& tally, const std::vector<Series>& all,
               const std::vector<std::unique_ptr<Front>>& fronts, const Bounds& bounds);

}  // namespace twinlamp::bench::soak

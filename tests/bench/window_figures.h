// What both windows of the bench say: milliseconds to the first picture, and memory then: resident, and of it the
// process's own.
#pragma once

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

namespace twinlamp::bench {

using Clock = std::chrono::steady_clock;

inline long kib_of(const char* file, const std::string& name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name)) return std::stol(line.substr(name.size()));
  return 0;
}

inline void print_figures(Clock::duration first_picture) {
  const auto own =
      kib_of("/proc/self/smaps_rollup", "Private_Clean:") + kib_of("/proc/self/smaps_rollup", "Private_Dirty:");
  std::printf("%.1f %ld %ld\n", std::chrono::duration<double, std::milli>(first_picture).count(),
              kib_of("/proc/self/status", "VmRSS:"), own);
}

}  // namespace twinlamp::bench

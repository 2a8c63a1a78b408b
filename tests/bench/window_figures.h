// What the benches of the window measure with, and what both windows say: milliseconds to the first picture, and memory
// then: resident, and of it the process's own.
#pragma once

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

namespace twinlamp::bench {

using Clock = std::chrono::steady_clock;

// Of this thread.
inline double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

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

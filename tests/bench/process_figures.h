// What another process has used so far, from /proc: CPU time of all its threads, resident memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace twinlamp::bench {

// Seconds. Threads that have ended meanwhile are not counted.
inline double cpu_of(int pid) {
  double seconds = 0;
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task", error)) {
    std::uint64_t nanoseconds = 0;
    std::ifstream(task.path() / "schedstat") >> nanoseconds;
    seconds += static_cast<double>(nanoseconds) / 1e9;
  }
  return seconds;
}

inline std::size_t resident_kib(int pid) {
  std::size_t total = 0, pages = 0;
  std::ifstream("/proc/" + std::to_string(pid) + "/statm") >> total >> pages;
  return pages * 4;
}

}  // namespace twinlamp::bench

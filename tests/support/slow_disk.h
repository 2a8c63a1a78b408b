// A disk that takes as long as a test wants: who syncs a file below a folder waits there.
//
// slow_disk.cpp takes the names of fsync and fdatasync in the executable that compiles it, so it belongs into a test's own SOURCES.
#pragma once

#include <filesystem>

namespace twinlamp::test {

class SlowDisk {
public:
  explicit SlowDisk(std::filesystem::path folder);  // one at a time
  ~SlowDisk() { release(); }
  SlowDisk(const SlowDisk&) = delete;
  SlowDisk& operator=(const SlowDisk&) = delete;

  [[nodiscard]] bool wait_held();  // until somebody waits; false: nobody has come for long
  void release();
};

}  // namespace twinlamp::test

#include "tests/support/slow_disk.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

namespace {

std::mutex mutex;
std::condition_variable changed;
std::string slow;  // empty: no folder is
int held = 0, releases = 0;

void wait_where_it_is_slow(int file) {
  std::error_code problem;
  const auto name = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(file), problem).string();
  std::unique_lock lock(mutex);
  if (slow.empty() || problem || !name.starts_with(slow)) return;
  ++held;
  changed.notify_all();
  changed.wait(lock, [since = releases] { return releases != since; });
  --held;
}

}  // namespace

namespace twinlamp::test {

SlowDisk::SlowDisk(std::filesystem::path folder) {
  const std::lock_guard lock(mutex);
  slow = std::filesystem::canonical(folder).string();
}

bool SlowDisk::wait_held() {
  std::unique_lock lock(mutex);
  return changed.wait_for(lock, std::chrono::seconds(60), [] { return held > 0; });
}

void SlowDisk::release() {
  const std::lock_guard lock(mutex);
  slow.clear();
  ++releases;
  changed.notify_all();
}

}  // namespace twinlamp::test

extern "C" {

__attribute__((visibility("default"))) int fsync(int file) {
  wait_where_it_is_slow(file);
  return static_cast<int>(syscall(SYS_fsync, file));
}

__attribute__((visibility("default"))) int fdatasync(int file) {
  wait_where_it_is_slow(file);
  return static_cast<int>(syscall(SYS_fdatasync, file));
}
}

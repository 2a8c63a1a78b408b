#include "tests/support/count_syncs.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace {
std::atomic<std::uint64_t> syncs = 0;
}  // namespace

namespace twinlamp::test {
std::uint64_t syncs_so_far() { return syncs; }
}  // namespace twinlamp::test

extern "C" {

__attribute__((visibility("default"))) int fsync(int file) {
  ++syncs;
  return static_cast<int>(syscall(SYS_fsync, file));
}

__attribute__((visibility("default"))) int fdatasync(int file) {
  ++syncs;
  return static_cast<int>(syscall(SYS_fdatasync, file));
}
}

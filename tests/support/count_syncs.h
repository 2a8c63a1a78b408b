// How often this process has asked the disk to keep what it has: fsync and fdatasync, SQLite's too.
//
// count_syncs.cpp takes their names in the executable that compiles it, so it belongs into a test's own SOURCES. They still do their work.
#pragma once

#include <cstdint>

namespace twinlamp::test {

std::uint64_t syncs_so_far();

}  // namespace twinlamp::test

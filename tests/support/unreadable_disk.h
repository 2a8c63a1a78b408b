// A disk that gives nothing back of the databases in one folder, while this lives; what is written it takes as ever.
//
// unreadable_disk.cpp takes the name of sqlite3_step in the executable that compiles it, so it belongs into a test's
// own SOURCES.
#pragma once

#include <cstdint>
#include <filesystem>

namespace twinlamp::test {

class UnreadableDisk {
public:
  enum class From { now, next_commit };

  UnreadableDisk(const std::filesystem::path& folder, From from);  // one at a time
  ~UnreadableDisk();
  UnreadableDisk(const UnreadableDisk&) = delete;
  UnreadableDisk& operator=(const UnreadableDisk&) = delete;

  std::uint64_t refused() const;  // reads, so far
};

}  // namespace twinlamp::test

// The embedded store: one SQLite file, DIR/relay.sqlite3 (0600), WAL, synchronous=FULL, one fsync a group of requests.
//
// Opening creates or upgrades the schema and refuses a damaged or a newer database with one plain sentence. A large one is
// read through after opening, beside the work, so that opening takes no longer the more there is. Afterwards
// nothing throws: a full or failing disk answers changes with `unavailable`, leaves the stored state as it was, goes on
// reading, and works again as soon as the disk does. Damage that is found later is told to on_damage, from another
// thread and perhaps twice, in one sentence for the operator; it must not block. What was deleted is overwritten in the
// file at its commit, and gone from the log as soon as there is nothing else to do (rest()), after the end of a room and a
// sweep at the next tidy(). Holds no address and no time finer than a day.
// Used by one thread: put it behind a StoreThread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "relay/store_thread.h"

namespace twinlamp::relay {

struct DiskSpace {
  std::uint64_t free = 0, all = 0;  // bytes
};
DiskSpace space_around(const std::filesystem::path& directory);  // plenty where it cannot be known

struct SqliteOptions {
  std::filesystem::path directory;  // must exist
  std::uint32_t max_pages = 0;      // 0 = SQLite's own bound; a test's way to a full disk
  std::function<void(std::string)> on_damage{};
  // With less free (or less than a tenth of the disk, on a small one) no new room is made; with less than half of that
  // nothing more is taken from young rooms either, so that what is left is for those that are in use. 0 = no floor.
  std::uint64_t disk_floor = 0;
  std::function<DiskSpace(const std::filesystem::path&)> space = space_around;
};

class SqliteStore : public StoreEngine {
public:
  // Throws StoreError, at start-up only.
  explicit SqliteStore(const SqliteOptions& options);
  ~SqliteStore() override;

  std::vector<store::Result> apply(const std::vector<store::Request>& requests) override;
  bool tidy() override;
  bool rest() override;
  store::Age age() const;                   // the latest that was kept, as of opening; zeros = none ever was
  void set_max_pages(std::uint32_t pages);  // as in the options, later

private:
  struct Database;
  std::unique_ptr<Database> database_;
};

// One sentence for the operator: what happened, and what to do.
struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The database is damaged: started again it still is.
struct DamageError : StoreError {
  using StoreError::StoreError;
};

}  // namespace twinlamp::relay

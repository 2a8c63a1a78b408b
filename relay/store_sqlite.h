// The embedded store: one SQLite file, DIR/relay.sqlite3 (0600), WAL, synchronous=FULL, one fsync a group of requests.
//
// Opening creates or upgrades the schema and refuses a damaged or a newer database with one plain sentence. Afterwards
// nothing throws: a full or failing disk answers changes with `unavailable`, leaves the stored state as it was, goes on
// reading, and works again as soon as the disk does. Holds no address and no time finer than a day.
// Used by one thread: put it behind a StoreThread.
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "relay/store_thread.h"

namespace twinlamp::relay {

struct SqliteOptions {
  std::filesystem::path directory;  // must exist
  std::uint32_t max_pages = 0;      // 0 = SQLite's own bound; a test's way to a full disk
};

class SqliteStore : public StoreEngine {
public:
  // Throws StoreError, at start-up only.
  explicit SqliteStore(const SqliteOptions& options);
  ~SqliteStore() override;

  std::vector<store::Result> apply(const std::vector<store::Request>& requests) override;
  bool tidy() override;
  void set_max_pages(std::uint32_t pages);  // as in the options, later

private:
  struct Database;
  std::unique_ptr<Database> database_;
};

// One sentence for the operator: what happened, and what to do.
struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace twinlamp::relay

// Copies the write-ahead log into the database on a thread and a connection of its own, so that no commit waits for it.
//
// A passive checkpoint never blocks the writer. Should the log grow faster than it is copied, the writer does it itself
// (SqliteStore): slower for all, but bounded.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "relay/store_sql.h"

namespace twinlamp::relay {

class Checkpointer {
public:
  explicit Checkpointer(const std::string& file);
  ~Checkpointer();  // finishes a checkpoint that is under way

  // The log has grown enough. Never blocks for long.
  void wake();
  bool is_resting() const { return resting_; }

private:
  void run();

  Sql sql_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wanted_ = false;
  bool stopping_ = false;
  std::atomic<bool> resting_ = true;
  std::thread thread_;
};

}  // namespace twinlamp::relay

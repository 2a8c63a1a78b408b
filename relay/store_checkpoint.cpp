#include "relay/store_checkpoint.h"

#include "relay/store_schema.h"

namespace twinlamp::relay {

Checkpointer::Checkpointer(const std::string& file) : sql_(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX) {
  configure(sql_);
  thread_ = std::thread([this] { run(); });
}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Checkpointer::wake() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
    resting_ = false;
  }
  woken_.notify_one();
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    woken_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    // A failure is left to the next round: the log only stays longer.
    sqlite3_wal_checkpoint_v2(sql_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    lock.lock();
    resting_ = !wanted_;
  }
}

}  // namespace twinlamp::relay

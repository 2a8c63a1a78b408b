#include "relay/store_thread.h"

#include <algorithm>

namespace twinlamp::relay {

StoreThread::StoreThread(std::unique_ptr<StoreEngine> engine, OnResults on_results)
    : engine_(std::move(engine)), on_results_(std::move(on_results)), thread_([this] { run(); }) {}

StoreThread::~StoreThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

void StoreThread::submit(store::Request request) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(request));
  }
  arrived_.notify_one();
}

void StoreThread::run() {
  bool may_tidy = false;  // once after each burst of work, then as long as there is more
  while (true) {
    auto group = take_group(!may_tidy);
    if (!group) return;
    if (group->empty()) {
      may_tidy = engine_->tidy();
      continue;
    }
    on_results_(engine_->apply(*group));
    may_tidy = true;
  }
}

// Waits for requests if `wait`; nothing when stopping and all is done.
std::optional<std::vector<store::Request>> StoreThread::take_group(bool wait) {
  std::unique_lock lock(mutex_);
  if (wait) arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  if (waiting_.empty() && stopping_) return std::nullopt;
  const auto count = std::min(waiting_.size(), max_group);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<store::Request> group(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return group;
}

}  // namespace twinlamp::relay

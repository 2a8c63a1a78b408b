#include "relay/store_thread.h"

#include <algorithm>

namespace twinlamp::relay {

StoreThread::StoreThread(std::unique_ptr<StoreEngine> engine, OnResults on_results,
                         std::chrono::milliseconds pause)
    : engine_(std::move(engine)), on_results_(std::move(on_results)), pause_(pause), thread_([this] { run(); }) {}

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
  auto next = Next::nothing;
  while (true) {
    auto group = take_group(next);
    if (!group) return;
    if (!group->empty()) {
      on_results_(engine_->apply(*group));
      next = Next::tidy;  // once after each burst of work, then as long as there is more
    } else if (next == Next::tidy) {
      next = engine_->tidy() ? Next::tidy : Next::rest;
    } else {
      next = engine_->rest() ? Next::rest : Next::nothing;
    }
  }
}

// Waits for requests, as long as what is next allows; nothing when stopping and all is done.
std::optional<std::vector<store::Request>> StoreThread::take_group(Next next) {
  std::unique_lock lock(mutex_);
  const auto is_woken = [this] { return stopping_ || !waiting_.empty(); };
  if (next == Next::nothing) arrived_.wait(lock, is_woken);
  if (next == Next::rest) arrived_.wait_for(lock, pause_, is_woken);
  if (waiting_.empty() && stopping_) return std::nullopt;
  const auto count = std::min(waiting_.size(), max_group);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<store::Request> group(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return group;
}

}  // namespace twinlamp::relay

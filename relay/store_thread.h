// Runs a blocking store engine on a thread of its own: everything that is waiting becomes one transaction, one fsync.
//
// submit() may be called from any thread. Results are handed to on_results on the store's thread, after the commit: post
// them to where the rooms live. What the engine cannot do is answered `unavailable`; each group tries it afresh, and members
// are told when to come again, so nothing needs to be restarted. The destructor finishes what is waiting, then joins.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "relay/store.h"

namespace twinlamp::relay {

// A store that blocks. Used by one thread only.
class StoreEngine {
public:
  virtual ~StoreEngine() = default;
  // Applies the requests in order as one commit; one result each, in order. When the commit fails, every change in it
  // is undone and answered `unavailable`.
  virtual std::vector<store::Result> apply(const std::vector<store::Request>& requests) = 0;
  // Bounded work while nothing is waiting (checkpoint, pages to give back). True = there is more to do.
  virtual bool tidy() = 0;
  // When nothing was asked for a while after that: what could wait until now. True = it could not be done, try again later.
  virtual bool rest() { return false; }
};

class StoreThread : public Store {
public:
  static constexpr std::size_t max_group = 1024;  // requests in one commit

  static constexpr std::chrono::milliseconds usual_pause{2000};  // before a rest()

  StoreThread(std::unique_ptr<StoreEngine> engine, OnResults on_results, std::chrono::milliseconds pause = usual_pause);
  ~StoreThread() override;

  void submit(store::Request request) override;

private:
  void run();
  enum class Next { tidy, rest, nothing };  // where no request comes
  std::optional<std::vector<store::Request>> take_group(Next next);

  std::unique_ptr<StoreEngine> engine_;
  OnResults on_results_;
  std::chrono::milliseconds pause_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<store::Request> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace twinlamp::relay

// A thread for what takes long (a passphrase, the disk), word of it on the loop, and an end that nobody waits for.
//
// stop() returns at once: what cannot be broken off (Argon2, an fsync) goes on by itself with what it was given, and nothing of it is heard any more.
// Only the destructor waits, so what the thread is given lives as long as this. start(), stop() and all news are on the loop's thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "client/link/loop.h"

namespace twinlamp::client {

class BackgroundWork {
public:
  // What one start() is to its thread.
  class Run : public std::enable_shared_from_this<Run> {
  public:
    explicit Run(Loop& loop) : loop_(loop) {}
    bool is_stopped() const { return is_stopped_; }
    void tell(std::function<void()> news);  // on the loop, unless it is stopped by then

  private:
    friend BackgroundWork;
    Loop& loop_;
    std::atomic<bool> is_stopped_ = false, has_ended_ = false;
  };

  explicit BackgroundWork(Loop& loop) : loop_(loop) {}
  ~BackgroundWork();
  BackgroundWork(const BackgroundWork&) = delete;
  BackgroundWork& operator=(const BackgroundWork&) = delete;

  // One at a time: the one before is stopped.
  void start(std::function<void(Run&)> work);
  void stop();

private:
  struct Thread {
    std::shared_ptr<Run> run;
    std::thread thread;
  };

  Loop& loop_;
  std::vector<Thread> threads_;  // the last is the one that counts
};

}  // namespace twinlamp::client

// The client's event loop: one thread, on which the app, its Device and its Link all live.
//
// Only post() and stop() may be called from other threads. Stopping is graceful: stop() drops timers that have not
// fired, then run() returns as soon as what has sockets has closed them, so close the Link first. Boost stays behind
// it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "protocol/base/time.h"

namespace twinlamp::client {

class Loop {
public:
  // A call that has been put off. Destroying or overwriting it cancels; it may outlive the loop.
  class Timer {
  public:
    Timer() = default;
    Timer(Timer&& other) noexcept;
    Timer& operator=(Timer&& other) noexcept;
    ~Timer() { cancel(); }
    void cancel();
    bool is_set() const;  // neither fired nor cancelled

  private:
    friend class Loop;
    struct Entry;
    explicit Timer(std::shared_ptr<Entry> entry) : entry_(std::move(entry)) {}
    std::shared_ptr<Entry> entry_;
  };

  struct Context;  // client/link/loop_context.h, for what has sockets

  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void run();                             // until stop(); runs what was posted, in order
  void stop();                            // any thread; again is harmless
  void post(std::function<void()> task);  // any thread; after run() has returned it is never run
  [[nodiscard]] Timer post_after(std::chrono::milliseconds delay, std::function<void()> task);

  // The first SIGINT or SIGTERM calls `task` on the loop instead of ending the process; the second one ends it.
  void on_stop_signal(std::function<void()> task);

  Now now() const;  // the time that the Device is fed with

  Context& context() { return *context_; }

private:
  std::unique_ptr<Context> context_;
};

}  // namespace twinlamp::client

// The Loop's inside: Boost's io_context and a queue of timers over one system timer. For client/link's own sources
// only.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>

#include "client/link/loop.h"

namespace twinlamp::client {

struct Loop::Context {
  using Time = std::chrono::steady_clock::time_point;
  using Queue = std::multimap<Time, std::shared_ptr<Timer::Entry>>;

  Context();
  ~Context();

  Timer add(Time due, std::function<void()> task);
  void arm();  // waits for the first of the queue
  void run_due();
  void shut_down();
  void wait_for_signal(std::function<void()> task);

  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
  boost::asio::steady_timer alarm;
  boost::asio::signal_set signals;
  Queue queue;
  bool stopping = false;
};

struct Loop::Timer::Entry {
  std::function<void()> task;  // empty: fired or cancelled
  Context* context = nullptr;
  Context::Queue::iterator place;
};

}  // namespace twinlamp::client

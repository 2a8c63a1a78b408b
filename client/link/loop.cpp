#include "client/link/loop.h"

#include <boost/asio/post.hpp>
#include <csignal>

#include "client/link/loop_context.h"

namespace twinlamp::client {

namespace net = boost::asio;

Loop::Timer::Timer(Timer&& other) noexcept = default;

Loop::Timer& Loop::Timer::operator=(Timer&& other) noexcept {
  if (this == &other) return *this;
  cancel();
  entry_ = std::move(other.entry_);
  return *this;
}

void Loop::Timer::cancel() {
  if (is_set()) {
    entry_->context->queue.erase(entry_->place);
    entry_->task = nullptr;
  }
  entry_.reset();
}

bool Loop::Timer::is_set() const {
  return entry_ && entry_->task;
}

Loop::Context::Context() : work(net::make_work_guard(io)), alarm(io), signals(io) {}

Loop::Context::~Context() {
  for (auto& [due, entry] : queue) entry->task = nullptr;
}

Loop::Timer Loop::Context::add(Time due, std::function<void()> task) {
  auto entry = std::make_shared<Timer::Entry>();
  if (!stopping) {
    entry->task = std::move(task);
    entry->context = this;
    entry->place = queue.emplace(due, entry);
    if (entry->place == queue.begin()) arm();
  }
  return Timer(std::move(entry));
}

void Loop::Context::arm() {
  if (queue.empty()) return;
  alarm.expires_at(queue.begin()->first);
  alarm.async_wait([this](boost::system::error_code error) {
    if (!error) run_due();
  });
}

// A task may add and cancel timers, so the queue is looked at afresh after each; one added now waits for the next
// alarm.
void Loop::Context::run_due() {
  const auto now = std::chrono::steady_clock::now();
  while (!queue.empty() && queue.begin()->first <= now) {
    auto entry = queue.begin()->second;
    queue.erase(queue.begin());
    auto task = std::move(entry->task);
    entry->task = nullptr;
    task();
  }
  if (!stopping) arm();
}

void Loop::Context::shut_down() {
  stopping = true;
  for (auto& [due, entry] : queue) entry->task = nullptr;
  queue.clear();
  alarm.cancel();
  signals.cancel();
  work.reset();
}

void Loop::Context::wait_for_signal(std::function<void()> task) {
  signals.add(SIGINT);
  signals.add(SIGTERM);
  signals.async_wait([this, task = std::move(task)](boost::system::error_code error, int) {
    if (error) return;
    signals.clear();  // the next one acts as the system has it
    task();
  });
}

Loop::Loop() : context_(std::make_unique<Context>()) {}
Loop::~Loop() = default;

void Loop::run() {
  context_->io.run();
}

void Loop::stop() {
  net::post(context_->io, [context = context_.get()] { context->shut_down(); });
}

void Loop::post(std::function<void()> task) {
  net::post(context_->io, std::move(task));
}

Loop::Timer Loop::post_after(std::chrono::milliseconds delay, std::function<void()> task) {
  return context_->add(std::chrono::steady_clock::now() + delay, std::move(task));
}

void Loop::on_stop_signal(std::function<void()> task) {
  context_->wait_for_signal(std::move(task));
}

Now Loop::now() const {
  const auto mono = std::chrono::steady_clock::now().time_since_epoch();
  const auto wall = std::chrono::system_clock::now();
  return {MonoTime(std::chrono::duration_cast<Monotonic::duration>(mono)),
          std::chrono::time_point_cast<std::chrono::milliseconds>(wall)};
}

}  // namespace twinlamp::client

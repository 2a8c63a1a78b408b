#include "relay/turn.h"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "relay/start_error.h"

namespace twinlamp::relay {

namespace net = boost::asio;

namespace {

constexpr int most_works = 4096;  // in one turn, so that nobody's flood keeps others' output back for long
constexpr std::size_t kept_in_all = 4 * 1024 * 1024;

int open_poll() {
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  if (poll < 0) throw StartError("No sockets can be watched on this machine: it has no file descriptors left.");
  return poll;
}

}  // namespace

Turn::Turn(net::io_context& io) : io_(io), poll_(io.get_executor(), open_poll()) {}

void Turn::drop_works() {
  while (works_.pop()) continue;
}

bool Turn::watch(int socket, Watcher& watcher) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &watcher;
  if (::epoll_ctl(poll_.native_handle(), EPOLL_CTL_ADD, socket, &event) != 0) return false;
  ++watched_;
  if (!running_) wait();
  return true;
}

void Turn::forget(int socket, Watcher& watcher) {
  ::epoll_ctl(poll_.native_handle(), EPOLL_CTL_DEL, socket, nullptr);
  for (int i = 0; i < event_count_; ++i) {
    if (events_[static_cast<std::size_t>(i)].data.ptr == &watcher)
      events_[static_cast<std::size_t>(i)].data.ptr = nullptr;
  }
  if (--watched_ == 0 && waiting_) poll_.cancel();
}

void Turn::push(WorkPtr work) {
  works_.push(std::move(work));
  schedule();
}

void Turn::gathered(Gatherer& output) {
  outputs_.push_back(&output);
  schedule();
}

void Turn::forget(Gatherer& output) {
  std::erase(outputs_, &output);
  std::replace(flushed_.begin(), flushed_.end(), &output, static_cast<Gatherer*>(nullptr));
}

void Turn::schedule() {
  if (running_ || scheduled_) return;
  scheduled_ = true;
  net::post(io_, [this] {
    scheduled_ = false;
    run();
  });
}

// A wait asks anew whether something is ready already, so that nothing is missed between two of them.
void Turn::wait() {
  if (waiting_ || watched_ == 0) return;
  waiting_ = true;
  poll_.async_wait(net::posix::descriptor_base::wait_read, [this](boost::system::error_code) {
    waiting_ = false;
    if (watched_ > 0) run();
  });
}

void Turn::run() {
  running_ = true;
  take_events();
  run_works();
  flush_all();
  running_ = false;
  if (!works_.empty() || !outputs_.empty() || event_count_ == max_events) schedule();
  event_count_ = 0;
  wait();
}

void Turn::take_events() {
  event_count_ = std::max(0, ::epoll_wait(poll_.native_handle(), events_.data(), max_events, 0));
  for (int i = 0; i < event_count_; ++i) {
    const auto event = events_[static_cast<std::size_t>(i)];
    if (event.data.ptr != nullptr) static_cast<Watcher*>(event.data.ptr)->handle_ready(event.events);
  }
}

void Turn::run_works() {
  for (int i = 0; i < most_works && !works_.empty(); ++i) relay::run(works_.pop());
}

void Turn::flush_all() {
  flushed_.swap(outputs_);
  for (std::size_t i = 0; i < flushed_.size(); ++i) {
    if (flushed_[i] != nullptr) flushed_[i]->flush();
  }
  flushed_.clear();
}

Bytes Turn::take_buffer() {
  if (buffers_.empty()) return {};
  auto buffer = std::move(buffers_.back());
  buffers_.pop_back();
  kept_ -= buffer.capacity();
  return buffer;
}

void Turn::give_buffer(Bytes buffer) {
  if (buffer.capacity() == 0 || kept_ + buffer.capacity() > kept_in_all) return;
  buffer.clear();
  kept_ += buffer.capacity();
  buffers_.push_back(std::move(buffer));
}

void Turn::trim() {
  memory_.trim();
  buffers_ = std::vector<Bytes>();
  kept_ = 0;
}

}  // namespace twinlamp::relay

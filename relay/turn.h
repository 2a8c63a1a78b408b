// Turn: one round of a relay's loop. It asks which sockets are ready, once for all of them; lets each take what has
// come and everything that follows from it; and only then lets each connection send what was queued for it meanwhile,
// as one.
//
// Asio keeps the timers, the acceptor and what other threads post; sockets are watched here, by one epoll that Asio
// waits for: registered once and edge-triggered, so that a frame costs one read, one write and a share of the round.
// Single-threaded, on the io_context that is given; run() of that io_context goes on while a socket is
// watched, and does not go on after this is destroyed.
// Memory of works and buffers is kept for the next and given back by trim(): in steady state nothing is allocated.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <boost/asio/execution.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "protocol/base/bytes.h"
#include "relay/work.h"

namespace twinlamp::relay {

// A socket's owner.
class Watcher {
public:
  virtual ~Watcher() = default;
  virtual void handle_ready(std::uint32_t events) = 0;  // EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLHUP, EPOLLERR
};

// Something that has gathered output in this turn.
class Gatherer {
public:
  virtual ~Gatherer() = default;
  virtual void flush() = 0;
};

class Turn {
public:
  explicit Turn(boost::asio::io_context& io);
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  boost::asio::io_context& io() { return io_; }
  WorkMemory& memory() { return memory_; }

  // False: the system has no place for it. Until forget(), which is called before the socket is closed.
  bool watch(int socket, Watcher& watcher);
  void forget(int socket, Watcher& watcher);

  void drop_works();                // unrun, once no more will run; what they keep alive may push others meanwhile
  void push(WorkPtr work);          // runs in this turn, or in one that starts soon; in the order of pushing
  void gathered(Gatherer& output);  // flush() is called once, at the end of this turn or of one that starts soon
  void forget(Gatherer& output);

  // What waits to be sent, of all connections together.
  std::size_t waiting() const { return waiting_bytes_; }
  void more_waits(std::size_t bytes) { waiting_bytes_ += bytes; }
  void less_waits(std::size_t bytes) { waiting_bytes_ -= bytes; }

  Bytes take_buffer();  // empty, with the capacity that an earlier user gave it
  void give_buffer(Bytes buffer);
  void trim();  // gives back what was kept for next times

private:
  static constexpr int max_events = 256;

  void run();
  void take_events();
  void run_works();
  void flush_all();
  void schedule();
  void wait();

  boost::asio::io_context& io_;
  WorkMemory memory_;
  WorkQueue works_;
  std::vector<Gatherer*> outputs_, flushed_;
  std::vector<Bytes> buffers_;
  std::size_t kept_ = 0;  // their capacity
  std::size_t waiting_bytes_ = 0;
  boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> poll_;
  std::array<epoll_event, max_events> events_{};
  int event_count_ = 0;
  std::size_t watched_ = 0;
  bool running_ = false, scheduled_ = false, waiting_ = false;
};

// What Beast runs its own steps on: they join the turn instead of going through the io_context one by one.
class TurnExecutor {
public:
  explicit TurnExecutor(Turn& turn) : turn_(&turn) {}

  boost::asio::execution_context& query(boost::asio::execution::context_t) const noexcept { return turn_->io(); }
  static constexpr boost::asio::execution::blocking_t::never_t query(boost::asio::execution::blocking_t) noexcept {
    return {};
  }
  TurnExecutor require(boost::asio::execution::blocking_t::never_t) const noexcept { return *this; }

  template <class Function>
  void execute(Function&& function) const {
    turn_->push(make_work(turn_->memory(), std::forward<Function>(function)));
  }
  Turn& turn() const { return *turn_; }

  bool operator==(const TurnExecutor& other) const noexcept { return turn_ == other.turn_; }
  bool operator!=(const TurnExecutor& other) const noexcept { return turn_ != other.turn_; }

private:
  Turn* turn_;
};

}  // namespace twinlamp::relay

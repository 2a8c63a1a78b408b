// Crowd: the connections of one thread. It keeps them until they end, and gives memory back once half of them have left.
//
// Single-threaded but for size(), on the turn that is given.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>

#include "relay/connection.h"
#include "relay/turn.h"

namespace twinlamp::relay {

class Crowd {
public:
  // `turn` outlives it; its io_context must have run out before this is destroyed.
  Crowd(Turn& turn, const ConnectionLimits& limits);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  void keep(std::unique_ptr<ByteStream> stream, Connection::Stage stage, const Caller& caller, CallerHeader header,
            OpenHandler open);
  // If `most` have neither logged in yet nor hold a nameplate, the oldest of them goes: so they take nobody's place but each other's.
  bool make_place(std::size_t most);
  void drop_all();
  // `on_empty` is called when the last one has gone, perhaps at once.
  void begin_stop(std::function<void()> on_empty);
  std::size_t size() const { return size_; }

private:
  void ended(std::uint64_t id);
  void thin_out();

  Turn& turn_;
  const ConnectionLimits limits_;
  boost::asio::steady_timer thinning_;
  std::map<std::uint64_t, std::weak_ptr<Connection>> connections_;
  std::set<std::uint64_t> unsettled_;  // the oldest first
  std::function<void()> on_empty_;  // set: it stops
  std::uint64_t last_id_ = 0;
  std::size_t most_ = 0;  // connections since memory was given back
  std::atomic<std::size_t> size_{0};
};

}  // namespace twinlamp::relay

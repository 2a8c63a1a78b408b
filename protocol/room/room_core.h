// What the parts of a room share: its id and limits, the queue of outputs, and the requests that the store has not answered.
#pragma once

#include <functional>
#include <map>

#include "protocol/base/queue.h"
#include "protocol/room/room.h"

namespace twinlamp {

// One refusal, said once: for the frames that it answers.
struct Refusal {
  wire::Error::Code code;
  std::uint32_t retry_after;  // seconds
  const char* text;
  std::string client_id;  // of the post it answers, if any
  std::string latch_id;
};

class RoomCore {
public:
  using OnResult = std::function<void(store::Result& result, const Now& now)>;

  RoomCore(const RoomId& id, const RoomLimits& limits) : id_(id), limits_(limits) {}
  ~RoomCore() { pay(-static_cast<std::ptrdiff_t>(asked_bytes_)); }
  RoomCore(const RoomCore&) = delete;
  RoomCore& operator=(const RoomCore&) = delete;

  const RoomId& id() const { return id_; }
  const RoomLimits& limits() const { return limits_; }

  void ask(store::Operation operation, OnResult on_result, std::size_t bytes = 0);
  // Room for one more request that a member's frame causes.
  bool may_ask(std::size_t bytes) const;
  void handle_result(store::Result& result, const Now& now);
  bool is_waiting() const { return !asked_.empty(); }

  void send(ConnectionId to, wire::Frame frame) { outputs_.push(SendFrame{to, std::move(frame)}); }
  void refuse(ConnectionId to, const Refusal& refusal);
  void close(ConnectionId connection) { outputs_.push(CloseConnection{connection}); }
  void output(Room::Output output) { outputs_.push(std::move(output)); }
  std::optional<Room::Output> poll_output();

  Refusal unavailable() const;

private:
  struct Asked {
    OnResult on_result;
    std::size_t bytes;
  };
  void pay(std::ptrdiff_t bytes);
  RoomId id_;
  RoomLimits limits_;
  Queue<Room::Output> outputs_;
  std::map<store::RequestId, Asked> asked_;
  std::size_t asked_bytes_ = 0;
  store::RequestId last_id_ = 0;
};

}  // namespace twinlamp

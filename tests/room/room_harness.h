// One room over a store in memory, with members that are only connection numbers. Nothing happens until it is asked for.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>

#include "protocol/crypto/group.h"
#include "protocol/room/room.h"
#include "relay/store_memory.h"

namespace twinlamp::test {

using namespace std::chrono_literals;

struct RoomHarness {
  explicit RoomHarness(RoomLimits room_limits = {}) : limits(room_limits) { restart(); }

  RoomLimits limits;
  RoomId id{7};
  relay::MemoryStore store;
  std::unique_ptr<Room> room;
  Now now{MonoTime{1h}, WallTime{std::chrono::days{20'000}}};
  std::map<ConnectionId, std::deque<wire::Frame>> inbox;
  std::vector<ConnectionId> closed;
  std::vector<ConnectionId> created;
  std::uint64_t asked = 0;

  // The relay is killed: what was not committed is lost, and everyone's connection.
  void restart() {
    store.crash();
    room = std::make_unique<Room>(id, limits);
    inbox.clear();
  }
  void use(const RoomLimits& other) {
    limits = other;
    restart();
  }
  void advance(std::chrono::milliseconds span) {
    now.mono += span;
    now.wall += span;
  }

  // Takes what the room wants done; the store answers nothing yet.
  void drain() {
    while (auto output = room->poll_output()) {
      if (auto* send = std::get_if<SendFrame>(&*output)) inbox[send->to].push_back(std::move(send->frame));
      if (auto* close = std::get_if<CloseConnection>(&*output)) closed.push_back(close->connection);
      if (auto* made = std::get_if<RoomOpened>(&*output); made && made->created) created.push_back(made->connection);
      if (auto* request = std::get_if<store::Request>(&*output)) {
        ++asked;
        store.submit(std::move(*request));
      }
    }
  }
  void settle() {
    drain();
    while (store.has_waiting()) {
      for (auto& result : store.commit()) room->handle_result(std::move(result), now);
      drain();
    }
  }

  void begin_join(ConnectionId connection, std::uint8_t slot, std::uint64_t resume_after = 0, bool may_create = true) {
    Join join;
    join.connection = connection;
    join.slot = slot;
    join.resume_after = resume_after;
    join.may_create = may_create;
    join.refusal_retry_after = 99;
    room->handle_join(join, now);
    drain();
  }
  void join(ConnectionId connection, std::uint8_t slot, std::uint64_t resume_after = 0, bool may_create = true) {
    begin_join(connection, slot, resume_after, may_create);
    settle();
  }
  void leave(ConnectionId connection) {
    room->handle_leave(connection, now);
    settle();
  }
  void begin(ConnectionId connection, wire::Frame frame) {
    room->handle_frame(connection, std::move(frame), now);
    drain();
  }
  void give(ConnectionId connection, wire::Frame frame) {
    begin(connection, std::move(frame));
    settle();
  }
  void later(std::chrono::milliseconds span) {
    advance(span);
    room->handle_time(now);
    settle();
  }

  // The next frame for a connection; a failed test and an empty one if there is none.
  wire::Frame next(ConnectionId connection) {
    auto& frames = inbox[connection];
    if (frames.empty()) {
      ADD_FAILURE() << "nothing came for connection " << connection;
      return {};
    }
    auto frame = std::move(frames.front());
    frames.pop_front();
    return frame;
  }
  bool has_more(ConnectionId connection) { return !inbox[connection].empty(); }
  void forget(ConnectionId connection) { inbox[connection].clear(); }
  bool is_closed(ConnectionId connection) const { return std::find(closed.begin(), closed.end(), connection) != closed.end(); }
  // Every seq delivered to a connection, taken out of its inbox; other frames are dropped.
  std::vector<std::uint64_t> delivered(ConnectionId connection) {
    std::vector<std::uint64_t> seqs;
    for (; has_more(connection);) {
      const auto frame = next(connection);
      if (frame.has_deliver()) seqs.push_back(frame.deliver().seq());
    }
    return seqs;
  }
};

inline wire::Frame post(std::uint8_t client, std::string body = "envelope") {
  wire::Frame frame;
  frame.mutable_post()->set_client_id(std::string(16, static_cast<char>(client)));
  frame.mutable_post()->set_body(std::move(body));
  return frame;
}
inline wire::Frame ack(std::uint64_t seq) {
  wire::Frame frame;
  frame.mutable_ack()->set_seq(seq);
  return frame;
}
inline wire::Frame live(std::string body = "live") {
  wire::Frame frame;
  frame.mutable_live()->set_body(std::move(body));
  return frame;
}
inline wire::Frame ping(std::uint64_t token = 5) {
  wire::Frame frame;
  frame.mutable_ping()->set_token(token);
  return frame;
}
inline wire::Frame head_set(std::string receipt) {
  wire::Frame frame;
  frame.mutable_head_set()->set_receipt(std::move(receipt));
  return frame;
}
inline wire::Frame head_get() {
  wire::Frame frame;
  frame.mutable_head_get();
  return frame;
}
inline wire::Frame erase_room(std::string farewell = "bye") {
  wire::Frame frame;
  frame.mutable_room_erase()->set_farewell(std::move(farewell));
  return frame;
}

// A round's latch as two honest devices know it.
struct TestLatch {
  explicit TestLatch(std::uint64_t seed) {
    SeededRandom random(seed);
    id = to_string(random.bytes<16>());
    for (std::size_t slot = 0; slot < 2; ++slot) {
      const auto u = random_scalar(random);
      scalar[slot] = to_string(u.view());
      lock[slot] = to_string(*multiply_base(u));
      seal[slot] = to_string(random.bytes<32>());
    }
  }
  wire::Frame put(std::size_t slot, std::string blob = {}) const {
    wire::Frame frame;
    auto& put = *frame.mutable_latch_put();
    put.set_latch_id(id);
    put.set_lock_mine(lock[slot]);
    put.set_seal_mine(seal[slot]);
    put.set_scalar(scalar[slot]);
    put.set_lock_partner(lock[1 - slot]);
    put.set_seal_partner(seal[1 - slot]);
    put.set_blob(std::move(blob));
    return frame;
  }
  wire::Frame open_put(std::size_t slot) const {
    auto frame = put(slot);
    frame.mutable_latch_put()->set_mode(wire::LATCH_OPEN);
    frame.mutable_latch_put()->clear_lock_partner();
    frame.mutable_latch_put()->clear_seal_partner();
    return frame;
  }
  wire::Frame get() const {
    wire::Frame frame;
    frame.mutable_latch_get()->set_latch_id(id);
    return frame;
  }
  wire::Frame cancel() const {
    wire::Frame frame;
    frame.mutable_latch_cancel()->set_latch_id(id);
    return frame;
  }
  wire::Frame acknowledge() const {
    wire::Frame frame;
    frame.mutable_latch_ack()->set_latch_id(id);
    return frame;
  }

  std::string id;
  std::array<std::string, 2> scalar, lock, seal;
};

}  // namespace twinlamp::test

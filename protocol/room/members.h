// Members: who of a room is here, their logins, their presence, and what each is sent of its mailbox.
//
//   absent -join-> OPENING -store: room is there-> (RAISING ->) READY -leave, replaced, ended, failed-> absent
// A newer socket replaces the older at once; the partner is told that it went and, once READY, that it is back.
#pragma once

#include <array>
#include <optional>

#include "protocol/room/delivery.h"
#include "protocol/room/post_row.h"
#include "protocol/room/room_core.h"
#include "protocol/room/token_bucket.h"

namespace twinlamp {

struct Member {
  ConnectionId connection = 0;
  std::uint8_t slot = 0;
  bool ready = false;
  std::uint32_t refused_in_a_row = 0;
  std::uint64_t free_acks = 0;  // that came when it had no token left, since it last had one
  Delivery delivery;

  PostRow posts;
  std::optional<Refusal> refused;  // what its last post that the store or the room refused was told: those behind it are told the same

  // Something the room itself asks the store on the member's behalf, and asks again when it was unavailable.
  struct Errand {
    bool under_way = false;
    std::optional<MonoTime> retry_at;
    bool may_go() const { return !under_way && !retry_at; }
    void forget_past_retry(MonoTime now) {
      if (retry_at && *retry_at <= now) retry_at.reset();
    }
  };
  Errand read;
  Errand ack;
  std::uint64_t ack_wanted = 0;
  std::uint64_t ack_done = 0;
  Errand releases;
  bool releases_wanted = false;
  std::optional<store::LatchId> releases_after;

  explicit Member(const RoomLimits& limits) : delivery(limits) {}
};

class Members {
public:
  explicit Members(RoomCore& core) : core_(core) {}

  void join(const Join& join, const Now& now);
  void leave(ConnectionId connection);
  Member* find(ConnectionId connection);
  Member* ready(std::size_t slot);
  bool is_empty() const { return !here_[0] && !here_[1]; }
  store::Day created_on() const { return created_on_; }

  // Tells why, closes, forgets. Unknown connections are ignored.
  void drop(ConnectionId connection, const Refusal& refusal);
  // The room has ended: farewell, then ENDED, to everyone here.
  void end(const Bytes& farewell);
  // A result that ends the room for its members (erased, or gone from the store); true = nothing else is to be done.
  bool has_ended(const store::Result& result);

  void offer(std::size_t slot, std::uint64_t seq, const store::Body& body);
  void acknowledge(Member& member, std::uint64_t seq);
  // Starts what may be started: pages, acknowledgements, repeated releases.
  void pump(const Now& now);
  std::optional<MonoTime> next_deadline() const;

private:
  void on_opened(const Join& join, store::Result& result);
  void log_in(Member& member, const Join& join, const store::RoomInfo& info);
  void forget(Member& member);
  void deliver(const Member& member, const store::Entry& entry);
  void pump_read(Member& member);
  void pump_ack(Member& member);
  void pump_releases(Member& member);
  void repeat_releases(Member& member, const store::Latches& page);
  using OnErrand = std::function<void(Member&, store::Result*)>;
  void ask_errand(Member& member, Member::Errand Member::*errand, store::Operation operation, OnErrand on_result);

  RoomCore& core_;
  std::array<std::optional<Member>, 2> here_;
  store::Day created_on_{};
};

}  // namespace twinlamp

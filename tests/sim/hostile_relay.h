// A relay that its operator has modified, around the real Room and its store: what goes through it, it may drop, delay,
// repeat, answer by itself or make up. Left alone it is honest; strike() makes it do one act of attack.h; stop() ends all.
//
// It has what a relay has: every frame, the database, both connections. What it has seen goes into `knowledge`.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "protocol/device/durable.h"
#include "protocol/room/room.h"
#include "relay/store_memory.h"
#include "tests/sim/attack.h"
#include "tests/sim/knowledge.h"

namespace twinlamp::sim {

class HostileRelay {
public:
  struct Down {
    ConnectionId to = 0;
    wire::Frame frame;
  };

  // `stranger`: a member of another room of this relay. `knowledge`: null for an honest relay, which learns nothing that counts.
  HostileRelay(const RoomId& room, std::uint64_t seed, PairRecord stranger, Knowledge* knowledge);

  void handle_join(ConnectionId connection, Slot slot, Now now);
  void handle_leave(ConnectionId connection, Now now);
  void handle_frame(ConnectionId connection, Slot slot, wire::Frame frame, Now now);
  void handle_time(Now now);
  std::optional<Down> poll_down(Now now);
  std::optional<ConnectionId> poll_close();
  std::optional<MonoTime> next_deadline() const;

  // On the member of slot `victim`. `helps`: the other one is a modified client, and gets what is of use to it. False: not now.
  bool strike(const Strike& strike, Slot victim, bool helps, Now now);
  void stop();

  bool has_released(const std::string& latch) const { return released_.contains(latch); }  // by the rules, to both
  std::size_t held() const;

private:
  struct Member {
    ConnectionId connection = 0;
    std::uint64_t last_seq = 0;
    std::vector<std::string> receipts, envelopes;  // that it has sent, the oldest first
    std::optional<std::string> last_post;        // its client id
    std::uint64_t drops = 0, lies_posted = 0, repeats = 0, echoes = 0, shuffles = 0;
    std::optional<MonoTime> delayed_until;
    std::optional<MonoTime> release_held_until;
    std::vector<wire::Frame> held, shuffled;
  };

  void drive(Now now);
  void pass_down(Slot slot, wire::Frame frame, Now now);
  void say(Slot slot, wire::Frame frame);
  void restart_room(Now now);
  Slot slot_of(ConnectionId connection) const { return members_[0].connection == connection ? 0 : 1; }
  bool strike_traffic(const Strike& strike, Slot victim, Now now);
  bool strike_latch(const Strike& strike, Slot victim, bool helps, Now now);
  bool strike_words(const Strike& strike, Slot victim, Now now);
  bool hand_out(Act act, Slot from, Slot to);
  bool invent_release(Slot victim);
  void say_never_asked(Slot victim);
  Bytes strangers_envelope();
  std::optional<std::string> latch_of(Slot slot) const;

  RoomId id_;
  SeededRandom random_, mischief_;
  PairRecord stranger_;
  Knowledge* knowledge_;
  relay::MemoryStore store_;
  std::unique_ptr<Room> room_;
  std::array<Member, 2> members_;
  std::array<std::map<std::string, wire::LatchPut>, 2> puts_;
  std::array<std::optional<std::string>, 2> latches_;  // the latest that each has named
  std::set<std::string> released_;
  std::vector<std::shared_ptr<const relay::MemoryStore::State>> backups_;
  std::uint64_t inputs_ = 0;
  std::deque<Down> down_;
  std::deque<ConnectionId> closes_;
};

}  // namespace twinlamp::sim

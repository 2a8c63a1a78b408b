// Latches: carries a member's latch frames to the stored record and back, by compare and set.
//
// What a request does is the pure function of protocol/round/latch_relay.h; here it is read, applied, written as the next
// version, and only then answered. Whoever loses a race applies its request again to what the winner wrote.
#pragma once

#include "protocol/room/members.h"
#include "protocol/round/latch_relay.h"

namespace twinlamp {

class Latches {
public:
  Latches(RoomCore& core, Members& members) : core_(core), members_(members) {}

  // One of the four latch frames of a ready member.
  void handle_frame(const Member& member, wire::Frame frame);

private:
  struct Job {
    ConnectionId connection = 0;
    std::uint8_t slot = 0;
    store::LatchId latch{};
    wire::Frame frame;
  };
  using SharedJob = std::shared_ptr<const Job>;

  void on_row(const SharedJob& job, store::Result& result, const Now& now);
  void write(const SharedJob& job, const store::LatchRow& row, LatchOutcome outcome, const Now& now);
  void answer(const Job& job, const LatchOutcome& outcome);
  void refuse(const Job& job, Refusal refusal);

  RoomCore& core_;
  Members& members_;
};

}  // namespace twinlamp

// The agreed instants: holds back what was opened until both screens show it, for the rounds of this meeting.
//
// Security depends on nothing here: both keys are released already. Memory only: after a restart everything shows at once.
#pragma once

#include <map>
#include <set>

#include "protocol/device/meeting.h"
#include "protocol/round/state.h"
#include "protocol/session/reveal_instant.h"

namespace twinlamp {

class RevealKeeper {
public:
  // Both outlive this.
  RevealKeeper(std::uint8_t slot, Meeting& meeting) : slot_(slot), meeting_(meeting) {}

  // It was opened before the start: it is shown, and no later REVEAL holds it back.
  void handle_opened_before(const RoundId& round) { opened_.insert(round); }
  // This device has opened the round, and that is committed. With both in front the countdown begins, else it shows at once.
  void handle_opened(const RoundId& round, const LatchId& latch, MonoTime now);
  void handle_event(const MeetingEvent& event, MonoTime now);
  void handle_time(MonoTime now);

  // Rounds whose instant has come since the last call.
  std::vector<RoundId> take_shown();
  bool is_held(const RoundId& round) const;
  std::optional<MonoTime> opens_at(const RoundId& round) const;
  std::optional<MonoTime> next_deadline() const;

private:
  struct Moment {
    explicit Moment(RevealInstant i) : instant(std::move(i)) {}
    RevealInstant instant;
    std::optional<RoundId> round;  // set once this device has opened it
    bool is_told = false;
  };
  static constexpr std::size_t most = 64;  // moments of one meeting; more show at once

  Moment* moment(const LatchId& latch);
  void settle(Moment& moment);
  void settle_all();

  std::uint8_t slot_;
  Meeting& meeting_;
  std::map<LatchId, Moment> moments_;
  std::map<RoundId, LatchId> by_round_;
  std::vector<RoundId> shown_;
  std::set<RoundId> opened_;  // each round is told once, though both devices write a REVEAL
};

}  // namespace twinlamp

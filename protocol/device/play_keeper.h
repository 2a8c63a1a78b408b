// The live game of one round: from "I am ready" to the instant at which it begins on both devices.
//
// It begins only while both are ready at once and both lamps are lit; once agreed, it begins on both whatever is lost. What is
// played in it, and for how long, is the client's. Memory only: after a restart nobody is ready.
#pragma once

#include <optional>

#include "protocol/device/meeting.h"
#include "protocol/round/round.h"
#include "protocol/session/reveal_instant.h"

namespace twinlamp {

class PlayKeeper {
public:
  // `meeting` must outlive this.
  PlayKeeper(std::uint8_t slot, Meeting& meeting) : slot_(slot), meeting_(meeting) {}

  void handle_ready(const RoundId& round, MonoTime now);  // one round at a time: another one's is left
  void handle_left();
  // False: it is not about this game.
  bool handle_event(const MeetingEvent& event, MonoTime now);
  void handle_time(MonoTime now);

  const std::optional<RoundId>& round() const { return round_; }
  std::optional<MonoTime> begins_at() const;  // once both have agreed
  bool take_agreed();                         // true once
  std::optional<MonoTime> next_deadline() const;

private:
  void settle();

  std::uint8_t slot_;
  Meeting& meeting_;
  std::optional<RoundId> round_;
  LatchId game_{};
  std::optional<RevealInstant> instant_;
  bool is_told_ = false, is_news_ = false;
};

// What the game's live messages are called by; no latch has it.
LatchId game_id(const RoundId& round);

}  // namespace twinlamp

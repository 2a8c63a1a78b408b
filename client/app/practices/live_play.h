// One game of this or that, from "I am ready" to the picks that are to be sealed.
//
// A pick counts when it was pressed while its pair was on show; the last press counts. Sans-IO: times come in, poll after each.
#pragma once

#include "client/practices/play.h"
#include "protocol/round/round.h"

namespace twinlamp::client {

class LivePlay {
public:
  using Instant = std::chrono::steady_clock::time_point;

  explicit LivePlay(const RoundId& round);

  bool handle_begins(Instant at, Instant now);  // both have agreed, or know each other's clocks better; false: nothing new
  void handle_alone(bool alone);                // whether the partner is out of reach
  bool handle_pick(const PickSide& pick);       // false: not in this game, or too late for it
  bool is_over(Instant now) const;
  PairsAnswer picks_at_end() const;             // what was not picked is late

  const RoundId& round() const { return round_; }
  const LiveGame& view() const { return view_; }
  bool has_begun() const { return view_.begins_at.has_value(); }
  std::optional<Instant> next_deadline() const;  // its end, once it has begun

private:
  RoundId round_;
  LiveGame view_;
};

}  // namespace twinlamp::client

// Quiet runs: what two devices ask each other by themselves, so that nobody has to say it and a no shows nothing.
//
// A wish list of three items, [Desire is wanted, one depth further in Open up, the present depth is well], votes yes or
// no, quota 3. It begins after public events only: an agreed day's first meeting, a closed Open up round. A device takes
// part whatever its person's settings are, and where nothing hangs on an item its vote is no whatever they are: once
// Desire is open, while both have not been heard at the present depth, and at the first. So a no tells nothing, and a
// later change of mind about Desire is never asked about. A yes learns the other's answer, as in every wish list; that
// one of two is not ready is ordinary, at the pace of a day.
// The pace is the fold's rule, by the wall times of the openings; since a modified client may write any, each device
// answers only so many a day of its own clock. Journals from before the third item hold runs of two, quota 2.
#pragma once

#include "protocol/round/state.h"

namespace twinlamp {

inline constexpr std::string_view quiet_card = "quiet";
inline constexpr std::size_t quiet_desire = 0, quiet_deeper = 1, quiet_keep = 2;  // the places of its items
inline constexpr std::uint16_t quiet_quota = 3;

// What a person keeps to themselves, on their device alone.
struct PrivateSettings {
  bool desire = false;       // wants Desire
  std::uint8_t ceiling = 5;  // of Open up: the deepest that is welcome, 1 to 5
  friend bool operator==(const PrivateSettings&, const PrivateSettings&) = default;
};

// The items of a run that begins now: the second names the depth it would climb to, the third the present one.
std::vector<std::string> quiet_items(const PairState& state);
// Is this what a quiet run's OpenRound must hold? Any depth from 2 to 6: a run begun before a step down means what it
// says.
bool are_quiet_items(const std::vector<std::string>& items, std::uint32_t quota);
// The depth that a quiet round would climb to.
std::uint8_t depth_asked(const Round& round);
bool asks_to_keep(const Round& round);
// What this device answers. Precondition: a quiet round.
std::vector<match::Vote> quiet_votes(const PairState& state, const Round& round, const PrivateSettings& settings);

// Nothing of it can open any more: revealed, or closed, and where both had sealed closed by both (one's CLOSE proves no
// cancel).
bool is_quiet_run_over(const PairState& state, const Round& round);
// The fold's rules for an opening. It is slot 0's, the newest run is over, and no item of that is left out.
bool may_follow_quiet_run(const PairState& state, Slot author, const std::vector<std::string>& items);
// One is owed, or the newest was opened in another day of the pair's. Another, not an earlier one: a clock that was wrong
// once must not end it for good. An honest device errs only where an agreement about the days has crossed its opening.
bool is_time_for_quiet_run(const PairState& state, WallTime at);
// May slot 0 begin one: they meet or one is owed, and the fold will take it.
bool may_begin_quiet_run(const PairState& state, bool they_meet, WallTime now);
// Does a device answer this run now? Not more than two in a day of its own clock beside those that were owed (with one,
// two clocks whose days turn apart would lag for ever). Else it waits, and with it the next one.
bool may_answer_quiet_run(const PairState& state, const Round& round, Slot me, WallTime now);

}  // namespace twinlamp

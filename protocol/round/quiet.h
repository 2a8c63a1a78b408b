// Quiet runs: what two devices ask each other by themselves, so that nobody has to say it and a no shows nothing.
//
// A wish list of two items, [Desire is wanted, one depth further in Open up], votes yes or no, quota 2. It begins after
// public events only: an agreed day's first meeting, a closed Open up round. A device takes part whatever its person's
// settings are, and where nothing hangs on an item its vote is no whatever they are: once Desire is open, and while
// both have not been heard at the present depth. So a no tells nothing, and a later change of mind is never asked
// about. A yes learns the other's answer, as in every wish list; that one of two is not ready is ordinary, at the pace
// of a day.
#pragma once

#include "protocol/round/state.h"

namespace twinlamp {

inline constexpr std::string_view quiet_card = "quiet";
inline constexpr std::size_t quiet_desire = 0, quiet_deeper = 1;  // the places of its items

// What a person keeps to themselves, on their device alone.
struct PrivateSettings {
  bool desire = false;       // wants Desire
  std::uint8_t ceiling = 5;  // of Open up: the deepest that is welcome, 1 to 5
  friend bool operator==(const PrivateSettings&, const PrivateSettings&) = default;
};

// The items of a run that begins now: the second names the depth it would climb to.
std::vector<std::string> quiet_items(const PairState& state);
// Is this what a quiet run's OpenRound must hold? Any depth from 2 to 6: a run begun before a step down means what it
// says.
bool are_quiet_items(const std::vector<std::string>& items, std::uint32_t quota);
// The depth that a quiet round asks about.
std::uint8_t depth_asked(const Round& round);
// What this device answers. Precondition: a quiet round.
std::vector<match::Vote> quiet_votes(const PairState& state, const Round& round, const PrivateSettings& settings);

// May a run begin: none is under way, and one is owed, or they meet and none has begun in this day of the pair's.
bool may_begin_quiet_run(const PairState& state, bool they_meet, WallTime now);

}  // namespace twinlamp

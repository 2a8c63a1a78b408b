// The pair's day: the one instant at which the evening of both is over, agreed as a journal entry, so that both devices count the same days.
//
// A turn is a minute of the UTC day, with the moments from which another one holds: offsets shift with summer time, on each side at its own date. A
// minute may lie outside of 0 to 1439, so that a turn that wanders over midnight leaves no day out. Pure: the wall time comes in.
#pragma once

#include "protocol/round/state.h"

namespace twinlamp {

using PairDay = std::chrono::sys_days;

// The pair's day at this moment: the last one that has begun. Before a turn is agreed, days turn at 04:00 UTC.
PairDay pair_day(const PairState& state, WallTime at);

// When that day begins, and so when the one before it ends.
WallTime day_begins(const PairState& state, PairDay day);

// What the two should agree on by what is known of their clocks: from now on, and at each shift that they have named. The minute that
// disturbs least: night for both as far as there is one, else night for one and working hours for the other. Never empty; in order.
std::vector<DayTurnChange> best_day_turn(const PairState& state, WallTime now);

// Nothing is agreed yet, or something else would be better by now: a device then appends best_day_turn(). False before both have confirmed.
bool owes_day_turn(const PairState& state, WallTime now);

// The fold's rule: these take the place of what was agreed for that time and later. Precondition: sound, see is_sound_day_turn().
void take_day_turn(PairState& state, const std::vector<DayTurnChange>& changes);
bool is_sound_day_turn(const std::vector<DayTurnChange>& changes);  // not empty, not too many, in order, minutes within a day of the UTC day

}  // namespace twinlamp

// A lost laptop: the pair goes on with a new device in its place (README, 2.8).
//
// The two pair anew by a code. The device that has the journal keeps its logs, its own keys and the pair's seeds, and tells the other inside its box
// of the pairing what that needs to take the lost one's place: PairHistory. Everything else is the new pairing's: member keys and with them the
// room, identities, ratchet, live psk, room seed. So the lost device is shut out, and what was in its room goes with it.
// The journal itself goes over the live layer, once both people have confirmed the same words. Pure functions.
#pragma once

#include "protocol/device/pair_record.h"
#include "protocol/journal/log.h"
#include "protocol/pairing/history.h"

namespace twinlamp {

// What to tell a new device, of a pair with `record` and the partner's log ending in `theirs`. That one is to take the partner's slot.
PairHistory history_of(const PairRecord& record, const LogHead& theirs);

// The record to go on with, out of the one that a pairing has just made. refused: it was made in the other's slot, or there is none to take.
Result<PairRecord> continue_pair(const PairRecord& known, PairRecord fresh);   // I have the journal
Result<PairRecord> inherit_pair(const PairHistory& history, PairRecord fresh); // I am new

}  // namespace twinlamp

// One small thing that a person can do while they wait: there always is one, it changes with the pair's day, and it asks for nothing.
//
// A pure function, as Tonight is; it differs between the two only in what each has done today, so it is nothing that one could wait for from the other.
#pragma once

#include "protocol/round/tonight.h"

namespace twinlamp {

struct SmallThing {
  enum class Kind : std::uint8_t {
    check_in,   // card: today's feeling, as every day
    note,       // a line for the other's jar
    guess,      // card: for oneself and for the other
    ask,        // item: about something of the other's
    challenge,  // idea: seven minutes
  };
  Kind kind = Kind::note;
  std::string id = {};                // of the card or the idea; of an item in hex; empty for a note
  std::optional<RoundId> round_id;    // where its round is open already
  friend bool operator==(const SmallThing&, const SmallThing&) = default;
};

SmallThing small_thing(const PairState& state, const Stock& stock, PairDay day, Slot me);

}  // namespace twinlamp

// What some cards follow: "that one thing we had picked", "a value that you put high". Such a card is never offered
// before it has happened.
//
// CardFacts::needs names what will do, one of them: the id of a card, which the two have opened to each other; or one
// of the words in need. Pure, and the same on both devices.
#pragma once

#include "protocol/round/card_facts.h"
#include "protocol/round/day_turn.h"

namespace twinlamp {

bool is_led_up_to(const PairState& state, const CardFacts& card, PairDay day);

}  // namespace twinlamp

// What was said under an open round, by both, in an order that makes sense: each author's words in their own order, a reply never before what
// it answers, and by the clock where nothing else decides.
#pragma once

#include <vector>

#include "client/content/words.h"
#include "client/model.h"
#include "protocol/round/round.h"

namespace twinlamp::client {

std::vector<ExchangeView> make_exchange(const twinlamp::Round& round, Slot me, const Words& words);

// One of the small things to say travels in English, so that each device can say it in its own language; anything else as it was written.
std::string reaction_to_send(const std::string& text, const Words& words);

}  // namespace twinlamp::client

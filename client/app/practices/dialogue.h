// From a round to what it shows of a dialogue.
#pragma once

#include <optional>
#include <string>

#include "client/practices/dialogue.h"
#include "protocol/round/round.h"

namespace twinlamp::client {

// What each has sealed, where it is words and open; else empty.
struct OpeningWords {
  std::string mine, partners;
};

// Nothing for a round of another practice, or before the reveal.
std::optional<DialogueView> dialogue_view(const twinlamp::Round& round, Slot me, const OpeningWords& opening);

// So short, or so like what the other wrote, that anybody could have written it: an example would say more. A hint for
// whoever asks, about words in any language; it is never shown as a judgement.
bool could_be_anybodys(const std::string& text, const std::string& others);

}  // namespace twinlamp::client

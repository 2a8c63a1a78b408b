// What a pair of open answers says to the choice of the next card. Reads the first bytes of an answer's layout (protocol/README.md 3.4), no words.
//
// Only of what both have read already: it tells nobody anything. What is not a scale, a choice or a feeling, or was erased, says nothing.
#pragma once

#include <optional>

#include "protocol/round/card_facts.h"
#include "protocol/round/round.h"

namespace twinlamp {

// One answer: 0 low to 1 high, what it is among its like, and whether it asks for a gentle evening.
struct AnswerReading {
  double height = 0;
  std::string value;       // the same for the same choice, step or family
  bool is_gentle = false;
};
std::optional<AnswerReading> read_answer(ByteView answer, const CardFacts& card, std::span<const std::string> gentle_families);

// One of the two low: low. Far apart: apart. Both high: high. Else none. On a card of Fears more is heavier, so high and low change places.
After after_round(const Round& round, const CardFacts& card, std::span<const std::string> gentle_families);

}  // namespace twinlamp

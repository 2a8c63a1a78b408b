// Fears: a fear is heard before anything is done about it.
//
// After the reveal each says back what they heard (a round's own say-back and verdict). Only when the fear's owner has said "yes, that is it"
// may the owner say what would help, and only then may the partner answer, to exactly that. "Nothing" asks for no answer.
#pragma once

#include "protocol/practice/step.h"

namespace twinlamp::practice {

enum class Help : std::uint8_t { comfort = 1, company = 2, ideas = 3, nothing = 4 };

struct FearState {               // of one person's fear
  bool is_heard = false;         // its owner has confirmed a say-back
  std::optional<Help> wanted;
  const Step* given = nullptr;   // the partner's answer to that; null while there is none
  bool is_done = false;          // heard, and helped where help was wanted
};

// Of the fear that `owner` has put down. Pointers live as long as the round.
FearState fear_of(const Round& round, Slot owner);

}  // namespace twinlamp::practice

// Dates: one evening that both look forward to, planned in the round in which both say afterwards how it was.
//
// Either may propose; the newest proposal of each stands. Each agrees only to the other's, and only to one that came after what was agreed last:
// of two who agree crosswise, the first in the journal's order counts, on both devices. What was agreed holds until another proposal has been
// agreed to. All of it before the reveal, since the reveal is the looking back. Calling it off is closing the round.
#pragma once

#include <array>
#include <string_view>

#include "protocol/practice/step.h"

namespace twinlamp::practice {

inline constexpr std::string_view date_card = "dates.how-exciting";
inline constexpr std::uint32_t shortest_date = 5, longest_date = 24 * 60;  // minutes

struct DateState {
  std::array<const Step*, 2> proposed{};  // by each, since what was agreed last; null: none
  const Step* agreed = nullptr;           // a plan
};

// Pointers live as long as the round.
DateState date_of(const Round& round);

}  // namespace twinlamp::practice

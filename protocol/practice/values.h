// Values: from what both care about, one thing to do together this week, and a word about it a week later.
//
// After the reveal either may suggest an action, and another one instead; it is agreed when the other agrees to it, and
// then it stands. From then on, also once the round is closed, each says how it went: done, half, not yet. Nothing is
// counted. Of two that agree to each other's at the same moment the first in the journal stands, for both.
#pragma once

#include <array>

#include "protocol/practice/step.h"
#include "protocol/round/day_turn.h"

namespace twinlamp::practice {

enum class CheckBack : std::uint8_t { done = 1, half = 2, not_yet = 3 };

namespace values_limits {
inline constexpr std::size_t actions = 12;      // of each
inline constexpr std::size_t check_backs = 12;  // of each
inline constexpr std::chrono::days week{7};
inline constexpr std::chrono::days asked_for{21};  // after an agreement, or a word on it; then only its page still asks
}  // namespace values_limits

struct ValuesState {
  std::array<const Step*, 2> suggested{};    // each one's newest; null where there is none
  const Step* action = nullptr;              // the one that was agreed
  const Step* agreed = nullptr;              // by whom and when
  std::array<const Step*, 2> checked_back{}; // each one's newest
};

// Pointers live as long as the round.
ValuesState values_of(const Round& round);

// An agreed action that wants a word from `slots`: a week after it was agreed, and a week after each "half" or "not
// yet". The one rule for the page, the terminal and Tonight. Days are the pair's; both devices see the same.
struct CheckBackDue {
  RoundId round{};
  std::array<bool, 2> slots{};
  PairDay since{};  // the later one of those from which the slots are asked
  bool is_for_both() const { return slots[0] && slots[1]; }
};
std::vector<CheckBackDue> values_due(const PairState& state, PairDay day);

// When the two agreed on an action last; nothing if they never did.
std::optional<WallTime> last_agreed(const PairState& state);

}  // namespace twinlamp::practice

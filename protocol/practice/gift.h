// Gifts: what one gives the other without asking for anything back. Numbers of the wire: never renumber.
//
// A gift travels at once and lies on the partner's device until its moment, which that device keeps, by its own local time; so it needs neither the
// giver's laptop nor the relay when the moment comes. Until then the giver may take it back (a tombstone). A thank-you is never asked for.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "protocol/base/time.h"

namespace twinlamp {

struct Gift;  // round/state.h

enum class GiftKind : std::uint16_t { affirmation = 1, compliment = 2, surprise = 3 };
enum class GiftMoment : std::uint8_t { now = 0, morning = 1, at = 2 };
enum class RemarkKind : std::uint16_t {
  thanks = 1,              // about a gift
  ask = 2, cheer = 3, reply = 4,  // about a list item; a reply is its owner's
};

inline constexpr std::chrono::minutes morning_begins{7 * 60};  // after local midnight

// What a person's clocks are ahead of UTC at a moment.
using OffsetAt = std::function<std::chrono::minutes(WallTime)>;

// The first 7:00 after `from` on the clocks of those who live by `offset`: the earlier of two, and where the clocks skip it, as if they had not.
WallTime next_morning(WallTime from, const OffsetAt& offset);

// From when on its receiver, who lives by `offset`, sees it. By the giver's clock as far as it says when it was given.
WallTime moment_of(const Gift& gift, const OffsetAt& offset);

}  // namespace twinlamp

// Gifts: what one gives the other without asking for anything back. Numbers of the wire: never renumber.
//
// A gift travels at once and lies on the partner's device until its moment, which that device keeps, by its own local time; so it needs neither the
// giver's laptop nor the relay when the moment comes. Until then the giver may take it back (a tombstone). A thank-you is never asked for.
#pragma once

#include <cstdint>

namespace twinlamp {

enum class GiftKind : std::uint16_t { affirmation = 1, compliment = 2, surprise = 3 };
enum class GiftMoment : std::uint8_t { now = 0, morning = 1, at = 2 };
enum class RemarkKind : std::uint16_t {
  thanks = 1,              // about a gift
  ask = 2, cheer = 3, reply = 4,  // about a list item; a reply is its owner's
};

}  // namespace twinlamp

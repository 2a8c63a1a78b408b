#include "protocol/practice/gift.h"

#include <algorithm>

#include "protocol/round/state.h"

namespace twinlamp {
namespace {

using std::chrono::days;
using std::chrono::minutes;

WallTime instant_of(WallTime local, const OffsetAt& offset) {
  // The offsets of a day before and after are all that may hold there: one change lies between them at most.
  const auto early = local - offset(local - days(1)), late = local - offset(local + days(1));
  for (const auto guess : {std::min(early, late), std::max(early, late)})
    if (guess + offset(guess) == local) return guess;
  return std::max(early, late);
}

}  // namespace

WallTime next_morning(WallTime from, const OffsetAt& offset) {
  auto day = std::chrono::floor<days>(from + offset(from));
  for (;; day += days(1))
    if (const auto morning = instant_of(WallTime(day) + morning_begins, offset); morning > from) return morning;
}

WallTime moment_of(const Gift& gift, const OffsetAt& offset) {
  switch (static_cast<GiftMoment>(gift.moment)) {
    case GiftMoment::morning: return next_morning(gift.sent, offset);
    case GiftMoment::at: return gift.at;
    case GiftMoment::now: break;
  }
  return gift.sent;
}

}  // namespace twinlamp

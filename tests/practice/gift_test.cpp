#include <gtest/gtest.h>

#include "protocol/practice/gift.h"
#include "protocol/round/state.h"

namespace twinlamp {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

WallTime at(int day, int hour, int minute = 0) {  // of March 2026, UTC
  return WallTime(std::chrono::sys_days(std::chrono::year(2026) / 3 / day) + hours(hour) + minutes(minute));
}
OffsetAt always(int minutes_ahead) {
  return [minutes_ahead](WallTime) { return minutes(minutes_ahead); };
}
// Berlin: an hour ahead, two from 29 March 2026, 1:00 UTC.
minutes berlin(WallTime when) { return minutes(when < at(29, 1) ? 60 : 120); }

TEST(NextMorning, IsTheFirstSevenOnTheReceiversClock) {
  EXPECT_EQ(next_morning(at(10, 21), always(60)), at(11, 6));
  EXPECT_EQ(next_morning(at(10, 4), always(60)), at(10, 6));
  EXPECT_EQ(next_morning(at(10, 4), always(-480)), at(10, 15));
  EXPECT_EQ(next_morning(at(10, 4), always(780)), at(10, 18));
  EXPECT_EQ(next_morning(at(10, 4), always(345)), at(11, 1, 15)) << "a quarter of an hour counts too";
}

TEST(NextMorning, AtSevenItselfIsTheNextDays) { EXPECT_EQ(next_morning(at(10, 6), always(60)), at(11, 6)); }

TEST(NextMorning, KeepsSevenOverAChangeOfTheClocks) {
  EXPECT_EQ(next_morning(at(28, 21), berlin), at(29, 5)) << "the night is an hour shorter";
  EXPECT_EQ(next_morning(at(27, 21), berlin), at(28, 6));
  const OffsetAt autumn = [](WallTime when) { return minutes(when < at(20, 1) ? 120 : 60); };
  EXPECT_EQ(next_morning(at(19, 21), autumn), at(20, 6));
}

TEST(NextMorning, FindsOneWhereTheClocksSkipSevenOrShowItTwice) {
  const OffsetAt skips = [](WallTime when) { return minutes(when < at(10, 6, 30) ? 0 : 60); };   // 6:30 to 7:30
  EXPECT_EQ(next_morning(at(10, 3), skips), at(10, 7));
  const OffsetAt twice = [](WallTime when) { return minutes(when < at(10, 6, 30) ? 60 : 0); };   // 7:30 back to 6:30
  EXPECT_EQ(next_morning(at(10, 3), twice), at(10, 6)) << "the earlier of the two";
}

TEST(NextMorning, IsNeverMoreThanAboutADayAway) {
  for (int minute = 0; minute < 3 * 1440; minute += 7) {
    const auto from = at(28, 0) + minutes(minute);
    const auto morning = next_morning(from, berlin);
    ASSERT_GT(morning, from);
    ASSERT_LE(morning - from, days(1));
    ASSERT_EQ(std::chrono::floor<days>(morning + berlin(morning)) + hours(7), morning + berlin(morning));
  }
}

TEST(MomentOf, IsTheGiversWordUnlessItIsTheReceiversMorning) {
  Gift gift;
  gift.sent = at(10, 21);
  EXPECT_EQ(moment_of(gift, always(60)), at(10, 21));
  gift.moment = static_cast<std::uint8_t>(GiftMoment::morning);
  EXPECT_EQ(moment_of(gift, always(60)), at(11, 6));
  gift.moment = static_cast<std::uint8_t>(GiftMoment::at);
  gift.at = at(14, 12);
  EXPECT_EQ(moment_of(gift, always(60)), at(14, 12));
}

}  // namespace
}  // namespace twinlamp

#include "relay/calendar.h"

#include <gtest/gtest.h>

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;
using relay::Calendar;
using std::chrono::days;
using std::chrono::minutes;

constexpr WallTime today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 26);

minutes minutes_of(WallTime time) { return std::chrono::floor<minutes>(time.time_since_epoch()); }

WallTime started(WallTime kept, WallTime machine_then, WallTime machine_now) {
  return Calendar({minutes_of(kept), minutes_of(machine_then)}, machine_now, MonoTime(5s)).at(MonoTime(5s));
}

TEST(Calendar, BeginsWithTheMachinesDateWhenARelayStartsForTheFirstTime) {
  EXPECT_EQ(Calendar({}, today, MonoTime(5s)).at(MonoTime(5s)), today);
}

TEST(Calendar, GoesOnWithTheRunningTimeWhateverTheMachinesClockSays) {
  for (const auto jump : {-50 * 365 * 24h, 0h, 73 * 365 * 24h}) {
    const Calendar calendar({minutes_of(today), minutes_of(today)}, today + jump, MonoTime(5s));
    EXPECT_EQ(calendar.at(MonoTime(5s + 36h)), today + 36h);
  }
}

// One run over eight days, of which the machine slept all but an hour a day: its other clock went on.
TEST(Calendar, GoesOnWhileTheMachineSleeps) {
  const Calendar calendar({}, today, MonoTime(5s));
  EXPECT_EQ(calendar.at(MonoTime(5s + days(8))), today + days(8));
}

TEST(Calendar, KnowsOfTheTimeBetweenTwoRuns) {
  EXPECT_EQ(started(today, today, today + 23h), today + 23h);
  EXPECT_EQ(started(today, today, today + Calendar::believed), today + Calendar::believed);
}

TEST(Calendar, TakesHowFarAClockHasGoneOnAndNotWhatItShows) {
  EXPECT_EQ(started(today, today + 400 * 24h, today + 401 * 24h), today + 24h);
  EXPECT_EQ(started(today, today - 400 * 24h, today - 399 * 24h), today + 24h);
}

TEST(Calendar, BelievesNoClockThatWentBackOrJumped) {
  EXPECT_EQ(started(today, today, today - 1h), today);
  EXPECT_EQ(started(today, today, today + Calendar::believed + 1min), today);
  EXPECT_EQ(started(today, WallTime{}, today), today);  // the relay of before kept no such time
}

// Nine evenings of 45 minutes: a room that was made on the first is over its first week.
TEST(Calendar, GrowsOlderThoughItNeverRunsForAnHour) {
  auto kept = store::Age{minutes_of(today), minutes_of(today)};
  for (int evening = 1; evening < 9; ++evening) {
    const auto machine = today + days(evening);
    const Calendar calendar(kept, machine, MonoTime(0s));
    kept = {minutes_of(calendar.at(MonoTime(45min))), minutes_of(machine + 45min)};
  }
  EXPECT_GE(kept.calendar, minutes_of(today + days(8)));
}

TEST(Calendar, CountsEachMinuteThatItRunsWhereTheClockIsOfNoUse) {
  auto kept = store::Age{minutes_of(today), minutes_of(WallTime{1min})};
  for (int evening = 0; evening < 100; ++evening) {
    const Calendar calendar(kept, WallTime{}, MonoTime(0s));  // begins in 1970 each time
    kept.calendar = minutes_of(calendar.at(MonoTime(45min)));
  }
  EXPECT_EQ(kept.calendar, minutes_of(today + 75h));
}

}  // namespace
}  // namespace twinlamp::test

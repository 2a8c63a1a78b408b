#include "client/practices/zone.h"

#include <gtest/gtest.h>

namespace twinlamp::client {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::chrono::sys_days day(int number) { return std::chrono::year(2026) / 3 / number; }
Moment at(int number, int hour, int minute = 0) { return Moment(day(number)) + hours(hour) + minutes(minute); }
// Berlin in spring: an hour is skipped on 29 March at 1:00 UTC.
const ZoneView berlin{60, {{at(29, 1), 120}}};

TEST(Zone, TellsTheLocalTimeOverAChange) {
  EXPECT_EQ(local_time(berlin, at(28, 23, 30)), (LocalTime{day(29), 30}));
  EXPECT_EQ(local_time(berlin, at(29, 0, 59)), (LocalTime{day(29), 119}));
  EXPECT_EQ(local_time(berlin, at(29, 1)), (LocalTime{day(29), 180}));
  EXPECT_EQ(local_time({-480, {}}, at(28, 3)), (LocalTime{day(27), 19 * 60}));
}

TEST(Zone, FindsTheMomentOfEveryLocalTimeThatThereIs) {
  for (int minute = 0; minute < 3 * 1440; minute += 11) {
    const auto moment = at(28, 0) + minutes(minute);
    ASSERT_EQ(instant_of(berlin, local_time(berlin, moment)), moment) << minute;
  }
}

TEST(Zone, TakesTheEarlierOfTwoAndReadsASkippedOneAsIfItWereThere) {
  EXPECT_EQ(instant_of(berlin, {day(29), 150}), at(29, 1, 30));
  const ZoneView autumn{120, {{at(29, 1), 60}}};
  EXPECT_EQ(instant_of(autumn, {day(29), 150}), at(29, 0, 30));
}

TEST(Zone, ReadsADayAndATimeAsTyped) {
  EXPECT_EQ(read_moment("2026-03-28 20:30", berlin, at(1, 0)), at(28, 19, 30));
  EXPECT_EQ(read_moment(" 2026-03-30T20:30 ", berlin, at(1, 0)), at(30, 18, 30));
  EXPECT_EQ(read_moment("2026-03-28", berlin, at(1, 0), 18 * 60), at(28, 17));
  EXPECT_EQ(read_moment("2026-03-28", berlin, at(1, 0)), std::nullopt);
}

TEST(Zone, ATimeAloneIsTheNextTimeThatTheClockShowsIt) {
  EXPECT_EQ(read_moment("20:30", berlin, at(28, 12)), at(28, 19, 30));
  EXPECT_EQ(read_moment("20:30", berlin, at(28, 19, 30)), at(29, 18, 30));
  EXPECT_EQ(read_moment("9:05", berlin, at(28, 12)), at(29, 7, 5));
}

TEST(Zone, RefusesWhatIsNoMoment) {
  for (const auto* typed : {"", "tomorrow", "2026-02-30 20:30", "2026-13-01 20:30", "26-03-28 20:30", "2026-03-28 24:00", "2026-03-28 20:60", "20:3",
                            "2026-03-28 2030", "1969-12-31 20:30", "12345:00", "20", "-1:00", "2026-03-28 20:30 x"})
    EXPECT_EQ(read_moment(typed, berlin, at(1, 0)), std::nullopt) << typed;
}

TEST(Zone, ReadsATimeOfADay) {
  EXPECT_EQ(read_time("20:30"), 20 * 60 + 30);
  EXPECT_EQ(read_time(" 9:05 "), 9 * 60 + 5);
  EXPECT_EQ(read_time("20"), 20 * 60);
  for (const auto* typed : {"", "24:00", "7:60", "7:5", "seven", "7:", ":30"}) EXPECT_EQ(read_time(typed), std::nullopt) << typed;
}

TEST(Zone, CountsDaysByTheCalendarNotByHours) {
  EXPECT_EQ(days_until(berlin, at(28, 22), at(28, 23, 30)), 1) << "an hour and a half, and over midnight";
  EXPECT_EQ(days_until(berlin, at(28, 0), at(28, 20)), 0);
  EXPECT_EQ(days_until(berlin, at(28, 0), at(31, 20)), 3);
}

TEST(Zone, SaysAMomentInThePersonsWords) {
  EXPECT_EQ(say_moment(berlin, at(28, 19, 30), Words()), "Sat 28 Mar, 20:30");
  EXPECT_EQ(say_day(day(28), Words()), "Sat 28 Mar");
  EXPECT_EQ(say_moment(berlin, at(28, 19, 30), Words::built_in("es")), "sáb 28 mar, 20:30");
}

}  // namespace
}  // namespace twinlamp::client

#include "client/app/local_time.h"

#include <gtest/gtest.h>

#include "client/app/clock.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

using std::chrono::minutes;

TEST(LocalTime, IsThePersonsOwn) {
  EXPECT_EQ(local_moment(at(), minutes(0), Words()), "Mon 23 Nov, 20:47");
  EXPECT_EQ(local_moment(at(), minutes(60), Words()), "Mon 23 Nov, 21:47");
  EXPECT_EQ(local_moment(at(), minutes(330), Words()), "Tue 24 Nov, 02:17");
  EXPECT_EQ(local_moment(at(), minutes(-21 * 60), Words()), "Sun 22 Nov, 23:47");
  EXPECT_EQ(local_date(at(), minutes(330), Words()), "24 Nov 2026");
}

TEST(LocalTime, IsSaidInThePersonsLanguage) {
  const auto spanish = Words::built_in("es");
  EXPECT_EQ(local_moment(at(), minutes(60), spanish), "lun 23 nov, 21:47");
  EXPECT_EQ(local_date(WallTime(), minutes(0), spanish), "1 ene 1970");
}

TEST(LocalTime, BearsAnyMoment) {
  EXPECT_EQ(local_date(WallTime(), minutes(0), Words()), "1 Jan 1970");
  EXPECT_EQ(local_moment(WallTime(std::chrono::milliseconds(-1)), minutes(0), Words()), "Wed 31 Dec, 23:59");
}

TEST(SystemClock, KnowsWhenTheOffsetShiftsNext) {
  ::setenv("TZ", "Europe/Paris", 1);
  ::tzset();
  const SystemClock clock;
  if (clock.utc_offset(at()) != minutes(60)) GTEST_SKIP() << "this machine has no time zones";
  const auto shifts = clock.next_shifts(at());
  ASSERT_EQ(shifts.size(), 2u);
  EXPECT_EQ(shifts[0].offset, minutes(120));
  EXPECT_EQ(local_moment(shifts[0].at, minutes(0), Words()), "Sun 28 Mar, 01:00");
  EXPECT_EQ(shifts[1].offset, minutes(60));
  EXPECT_EQ(local_moment(shifts[1].at, minutes(0), Words()), "Sun 31 Oct, 01:00");
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  EXPECT_TRUE(clock.next_shifts(at()).empty());
}

}  // namespace
}  // namespace twinlamp::client::test

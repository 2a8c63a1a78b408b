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

const std::vector<OffsetShift> summer_then_winter{{at(100), minutes(120)}, {at(300), minutes(60)}};

TEST(SharedOffset, ChangesAtTheInstantsThatWereSaid) {
  EXPECT_EQ(offset_at(at(99), minutes(60), summer_then_winter), minutes(60));
  EXPECT_EQ(offset_at(at(100), minutes(60), summer_then_winter), minutes(120));
  EXPECT_EQ(offset_at(at(299), minutes(60), summer_then_winter), minutes(120));
  EXPECT_EQ(offset_at(at(300), minutes(60), summer_then_winter), minutes(60));
  EXPECT_EQ(offset_at(at(100'000), minutes(60), summer_then_winter), minutes(60));
  EXPECT_EQ(offset_at(at(), minutes(330), {}), minutes(330));
}

TEST(SharedOffset, BearsChangesInTheWrongOrder) {
  const std::vector<OffsetShift> turned{summer_then_winter[1], summer_then_winter[0]};
  EXPECT_EQ(offset_at(at(200), minutes(60), turned), minutes(120));
  EXPECT_EQ(offset_at(at(400), minutes(60), turned), minutes(60));
}

TEST(SharedOffset, KnowsWhenItChangesNext) {
  EXPECT_EQ(next_change(at(), summer_then_winter), at(100));
  EXPECT_EQ(next_change(at(100), summer_then_winter), at(300));
  EXPECT_EQ(next_change(at(300), summer_then_winter), std::nullopt);
}

class SystemClockTest : public testing::Test {
protected:
  void live_in(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  void SetUp() override {
    live_in("Europe/Paris");
    if (clock_.utc_offset(at()) != minutes(60)) GTEST_SKIP() << "this machine has no time zones";
  }
  void TearDown() override { live_in("UTC"); }
  SystemClock clock_;
};

TEST_F(SystemClockTest, KnowsWhenTheOffsetShiftsNext) {
  const auto shifts = clock_.next_shifts(at());
  ASSERT_EQ(shifts.size(), 2u);
  EXPECT_EQ(shifts[0].offset, minutes(120));
  EXPECT_EQ(local_moment(shifts[0].at, minutes(0), Words()), "Sun 28 Mar, 01:00");
  EXPECT_EQ(shifts[1].offset, minutes(60));
  EXPECT_EQ(local_moment(shifts[1].at, minutes(0), Words()), "Sun 31 Oct, 01:00");
}

TEST_F(SystemClockTest, KnowsTheSouthernSummerAndAShiftOfHalfAnHour) {
  live_in("Australia/Sydney");
  auto shifts = clock_.next_shifts(at());
  ASSERT_EQ(shifts.size(), 2u);
  EXPECT_EQ(clock_.utc_offset(at()), minutes(660));
  EXPECT_EQ(shifts[0].offset, minutes(600));
  EXPECT_EQ(local_moment(shifts[0].at, minutes(0), Words()), "Sat 3 Apr, 16:00");
  live_in("Australia/Lord_Howe");
  shifts = clock_.next_shifts(at());
  ASSERT_EQ(shifts.size(), 2u);
  EXPECT_EQ(clock_.utc_offset(at()), minutes(660));
  EXPECT_EQ(shifts[0].offset, minutes(630));
}

TEST_F(SystemClockTest, KnowsZonesThatNeverShift) {
  for (const auto& [zone, offset] : {std::pair("Asia/Kolkata", 330), {"Asia/Kathmandu", 345}, {"UTC", 0}, {"Pacific/Kiritimati", 840}}) {
    live_in(zone);
    EXPECT_EQ(clock_.utc_offset(at()), minutes(offset)) << zone;
    EXPECT_TRUE(clock_.next_shifts(at()).empty()) << zone;
  }
}

// What the partner's device makes of what was shared is what this one's own clock says.
TEST_F(SystemClockTest, SharesEnoughForAYearOfRightLocalTimesEverywhere) {
  for (const auto* zone : {"Europe/Paris", "America/New_York", "America/St_Johns", "America/Santiago", "Australia/Sydney", "Australia/Lord_Howe",
                           "Pacific/Chatham", "Asia/Kolkata", "Africa/Nairobi", "America/Sao_Paulo"}) {
    live_in(zone);
    for (int start = 0; start < 365; start += 13) {
      const auto from = at() + std::chrono::days(start);
      const auto said = clock_.utc_offset(from);
      const auto next = clock_.next_shifts(from);
      ASSERT_LE(next.size(), 2u);
      for (int hour = 0; hour < 360 * 24; hour += 31) {
        const auto moment = from + std::chrono::hours(hour);
        ASSERT_EQ(offset_at(moment, said, next), clock_.utc_offset(moment)) << zone << " from day " << start << ", hour " << hour;
      }
    }
  }
}

}  // namespace
}  // namespace twinlamp::client::test

#include "protocol/round/day_turn.h"

#include <gtest/gtest.h>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;
using namespace std::chrono_literals;

WallTime at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  return WallTime(sys_days(std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)))) + hours(hour) + minutes(minute);
}

ProfileFacts profile(std::vector<OffsetShift> next = {}) { return {"Noor", 1, std::move(next)}; }

PairState pair_in(minutes zero, minutes one, std::vector<OffsetShift> next_zero = {}, std::vector<OffsetShift> next_one = {}) {
  PairState state;
  state.profiles = {profile(std::move(next_zero)), profile(std::move(next_one))};
  state.offset = {zero, one};
  return state;
}

void agree(PairState& state, WallTime now) {
  ASSERT_TRUE(owes_day_turn(state, now));
  const auto best = best_day_turn(state, now);
  ASSERT_TRUE(is_sound_day_turn(best));
  take_day_turn(state, best);
  EXPECT_FALSE(owes_day_turn(state, now));
}

minutes local_turn(const PairState& state, sys_days day, minutes offset) {
  const auto local = day_begins(state, day) + offset;
  return std::chrono::duration_cast<minutes>(local - std::chrono::floor<days>(local));
}

constexpr auto today = sys_days(std::chrono::year(2026) / 11 / 26);

TEST(DayTurn, IsFourInTheMorningForTwoInOneZone) {
  for (const auto offset : {-480min, 0min, 60min, 330min, 765min}) {
    auto state = pair_in(offset, offset);
    agree(state, WallTime(today));
    EXPECT_LE(std::chrono::abs(local_turn(state, today, offset) - 240min), 15min) << offset.count();
  }
}

TEST(DayTurn, IsNightForBothWhereThereIsSuchAnHour) {
  auto state = pair_in(60min, -300min);  // Berlin, New York
  agree(state, WallTime(today));
  for (const auto offset : {60min, -300min}) EXPECT_LE(local_turn(state, today, offset), 7h);
}

TEST(DayTurn, SparesTheEveningsOfBothWhereverTheyAre) {
  for (auto zero = -12 * 60; zero <= 14 * 60; zero += 30)
    for (auto one = -12 * 60; one <= 14 * 60; one += 30) {
      auto state = pair_in(minutes(zero), minutes(one));
      agree(state, WallTime(today));
      for (const auto offset : {zero, one}) {
        const auto local = local_turn(state, today, minutes(offset));
        EXPECT_FALSE(local > 18h && local < 23h) << zero << ' ' << one << ": " << local.count();
      }
    }
}

TEST(DayTurn, BeginsEachDayAtItAndNotBefore) {
  auto state = pair_in(60min, 60min);
  agree(state, WallTime(today));
  const auto turn = day_begins(state, today);
  EXPECT_EQ(pair_day(state, turn), today);
  EXPECT_EQ(pair_day(state, turn - 1ms), today - days(1));
  EXPECT_EQ(pair_day(state, turn + 24h - 1ms), today);
}

TEST(DayTurn, IsTheSameDayForBothThoughTheirCalendarsDiffer) {
  auto state = pair_in(60min, -480min);  // 22:00 here, 13:00 there: and an hour after midnight there is still this evening
  agree(state, WallTime(today));
  const auto evening = at(2026, 11, 26, 21);
  EXPECT_EQ(pair_day(state, evening), pair_day(state, evening + 3h));
}

TEST(DayTurn, FollowsSummerTimeOnBothSidesAtTheirOwnDates) {
  // New York shifts on 14 March 2027, Berlin on the 28th; back on 31 October and 7 November.
  const std::vector<OffsetShift> berlin{{at(2027, 3, 28, 1), 120min}, {at(2027, 10, 31, 1), 60min}};
  const std::vector<OffsetShift> new_york{{at(2027, 3, 14, 7), -240min}, {at(2027, 11, 7, 6), -300min}};
  auto state = pair_in(60min, -300min, berlin, new_york);
  agree(state, WallTime(today));
  struct Look { sys_days day; minutes zero, one; };
  for (const auto& look : std::vector<Look>{{today, 60min, -300min},
                                            {sys_days(std::chrono::year(2027) / 3 / 20), 60min, -240min},
                                            {sys_days(std::chrono::year(2027) / 6 / 1), 120min, -240min},
                                            {sys_days(std::chrono::year(2027) / 11 / 3), 60min, -240min},
                                            {sys_days(std::chrono::year(2027) / 12 / 1), 60min, -300min}}) {
    EXPECT_LE(local_turn(state, look.day, look.zero), 7h) << look.day.time_since_epoch().count();
    EXPECT_LE(local_turn(state, look.day, look.one), 7h) << look.day.time_since_epoch().count();
  }
}

TEST(DayTurn, CountsEveryDayOnceOverTwoYearsOfShiftsAndMoves) {
  for (auto seed = 0u; seed < 6; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    auto state = pair_in(minutes(60 * (static_cast<int>(random.below(26)) - 12)), minutes(30 * (static_cast<int>(random.below(50)) - 24)));
    auto now = WallTime(today) + minutes(random.below(1440));
    agree(state, now);
    auto day = pair_day(state, now);
    std::size_t agreed = 1;
    for (int hour = 0; hour < 730 * 24; ++hour, now += 1h) {
      if (random.below(4000) == 0) {  // somebody moves, or summer time comes and was named before
        const auto who = random.below(2);
        const auto shift = minutes(60 * (static_cast<int>(random.below(5)) - 2));
        state.profiles[who]->next = {{now + days(10), std::clamp<minutes>(state.offset[who] + shift, -720min, 840min)}};
        if (random.below(2) == 0) state.offset[who] = state.profiles[who]->next[0].offset;
      }
      if (owes_day_turn(state, now)) agree(state, now), ++agreed;
      const auto next = pair_day(state, now);
      ASSERT_TRUE(next == day || next == day + days(1)) << (next - day).count();
      day = next;
    }
    EXPECT_LT(agreed, 60u);
  }
}

TEST(DayTurn, LeavesThePresentDayAsItIs) {
  auto state = pair_in(60min, 60min);
  agree(state, WallTime(today));
  const auto now = WallTime(today) + 12h;
  const auto begins = day_begins(state, today + days(1));
  state.offset = {-480min, -480min};
  agree(state, now);
  EXPECT_EQ(day_begins(state, today + days(1)), begins);
  EXPECT_NE(day_begins(state, today + days(3)), begins + 48h);
}

TEST(DayTurn, IsOwedOnlyWhenBothHaveConfirmed) {
  auto state = pair_in(60min, 60min);
  state.profiles[1].reset();
  EXPECT_FALSE(owes_day_turn(state, WallTime(today)));
  EXPECT_EQ(day_begins(state, today), WallTime(today) + 4h);
}

TEST(DayTurn, IsReadFromTheJournalAndKeptInASnapshot) {
  test::Couple couple;
  wire::Body body;
  auto* first = body.mutable_day_turn()->add_change();
  first->set_minute(-30);
  auto* second = body.mutable_day_turn()->add_change();
  second->set_from_ms(2'000'000'000'000);
  second->set_minute(1500);
  couple.write(0, body);
  couple.sync();
  couple.cover(1);
  couple.sync();
  const auto state = couple.state_of(1);
  ASSERT_EQ(state.day_turn.size(), 2u);
  EXPECT_EQ(state.day_turn[0].minute, -30);
  EXPECT_EQ(state.day_turn[1].from, test::wall(2'000'000'000'000));
  PairState restored;
  ASSERT_TRUE(state_from_bytes(state_to_bytes(state, {}), restored));
  EXPECT_EQ(restored.day_turn, state.day_turn);
}

TEST(DayTurn, ThatIsUnsoundIsVoidAndReported) {
  const auto take = [](const std::function<void(wire::DayTurn&)>& fill) {
    test::Couple couple;
    wire::Body body;
    fill(*body.mutable_day_turn());
    couple.write(0, body);
    const auto state = couple.state_of(0);
    EXPECT_TRUE(state.day_turn.empty());
    return test::has_anomaly(state, AnomalyKind::malformed_body);
  };
  EXPECT_TRUE(take([](wire::DayTurn&) {})) << "nothing in it";
  EXPECT_TRUE(take([](wire::DayTurn& turn) { turn.add_change()->set_minute(2881); }));
  EXPECT_TRUE(take([](wire::DayTurn& turn) { turn.add_change()->set_minute(INT32_MIN + 1); }));
  EXPECT_TRUE(take([](wire::DayTurn& turn) { turn.add_change(), turn.add_change(); })) << "not in order";
  EXPECT_TRUE(take([](wire::DayTurn& turn) {
    for (int number = 0; number < 7; ++number) turn.add_change()->set_from_ms(number);
  }));
}

TEST(DayTurn, KeepsFewHoweverOftenItIsAgreed) {
  auto state = pair_in(60min, 60min);
  for (int number = 0; number < 1000; ++number) take_day_turn(state, {{test::wall(number * 1000), number}});
  EXPECT_LE(state.day_turn.size(), 12u);
  EXPECT_EQ(state.day_turn.back().minute, 999);
}

}  // namespace
}  // namespace twinlamp

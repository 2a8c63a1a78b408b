#include "tests/sim/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace twinlamp::sim {
namespace {

bool has(const Attack& attack, Act act) {
  return std::ranges::any_of(attack.strikes, [act](const Strike& strike) { return strike.act == act; });
}

Attack large_attack() {
  Attack attack;
  attack.foe = Foe::both;
  attack.rounds = 3;
  attack.crashes = 100;
  for (const auto act : {Act::stall, Act::flood, Act::drop, Act::double_seal, Act::delay, Act::wrong_put, Act::reorder})
    attack.strikes.push_back({act, Step::both_sealed, 7});
  return attack;
}

TEST(AttackText, EveryDrawnAttackComesBackFromItsLine) {
  for (std::uint64_t number = 1; number < 2000; ++number) {
    const auto attack = draw_attack(number);
    const auto again = attack_from_text(to_text(attack));
    ASSERT_TRUE(again) << to_text(attack);
    EXPECT_EQ(*again, attack) << to_text(attack);
  }
}

TEST(AttackText, ALineThatIsNoneIsRefused) {
  for (const auto* line : {"", "partner", "nobody x", "partner 1 stall@nowhere#1", "partner 1 stall@open", "relay 1 stall@open#1",
                           "partner 1 honest=2", "partner 1 what=3", "partner 1 stall@open#x"})
    EXPECT_FALSE(attack_from_text(line)) << line;
}

TEST(Shrink, LeavesWhatTheFailureNeedsAndNothingElse) {
  const auto needs_two = [](const Attack& attack) { return has(attack, Act::double_seal) && has(attack, Act::wrong_put); };
  const auto small = shrink(large_attack(), needs_two);
  EXPECT_TRUE(needs_two(small));
  EXPECT_EQ(small.strikes.size(), 2u);
  EXPECT_EQ(small.rounds, 1);
  EXPECT_EQ(small.crashes, 0u);
}

TEST(Shrink, LeavesTheFaultsThatTheFailureNeeds) {
  FaultNumbers all(300);
  std::iota(all.begin(), all.end(), 1000);
  int asked = 0;
  const FaultNumbers needed{1007, 1150, 1151};
  const auto small = shrink(all, [&](const FaultNumbers& faults) {
    ++asked;
    return std::ranges::all_of(needed, [&](auto each) { return std::ranges::count(faults, each) > 0; });
  });
  EXPECT_EQ(small, needed);
  EXPECT_LT(asked, 200);
}

TEST(Shrink, KeepsCrashesAndRoundsWhereTheFailureNeedsThem) {
  const auto small = shrink(large_attack(), [](const Attack& attack) { return attack.crashes > 0 && attack.rounds == 3; });
  EXPECT_TRUE(small.strikes.empty());
  EXPECT_EQ(small.crashes, 100u);
  EXPECT_EQ(small.rounds, 3);
}

TEST(Shrink, AsksNoOftenerThanItMay) {
  int asked = 0;
  (void)shrink(large_attack(), [&asked](const Attack&) { return ++asked > 0; }, 5);
  EXPECT_EQ(asked, 5);
}

}  // namespace
}  // namespace twinlamp::sim

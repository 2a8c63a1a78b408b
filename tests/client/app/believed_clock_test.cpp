#include "client/app/believed_clock.h"

#include <gtest/gtest.h>

namespace twinlamp::client {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

class BelievedClockTest : public testing::Test {
protected:
  WallTime look() { return clock_.at({mono_, wall_}, slept_); }
  void pass(minutes time) { mono_ += time, wall_ += time; }
  void move(minutes time) { wall_ += time; }

  BelievedClock clock_;
  MonoTime mono_{hours(5)};
  WallTime wall_{hours(24 * 20'000)};
  milliseconds slept_{};
};

TEST_F(BelievedClockTest, IsTheWallClockWhileNobodyMovesIt) {
  EXPECT_EQ(look(), wall_);
  for (int i = 0; i < 100; ++i) {
    pass(minutes(37));
    EXPECT_EQ(look(), wall_);
  }
}

TEST_F(BelievedClockTest, AJumpAheadThatIsTakenBackWasNever) {
  const auto before = look();
  move(hours(10));
  EXPECT_EQ(look(), before);
  pass(minutes(3));
  EXPECT_EQ(look(), before + minutes(3));
  move(-hours(10));
  EXPECT_EQ(look(), wall_);
}

TEST_F(BelievedClockTest, AJumpAheadThatStandsIsBelieved) {
  look();
  move(hours(10));
  look();
  pass(BelievedClock::doubt);
  EXPECT_EQ(look(), wall_);
  pass(minutes(1));
  EXPECT_EQ(look(), wall_);
}

TEST_F(BelievedClockTest, EachJumpHasToStandForItself) {
  const auto before = look();
  for (int i = 1; i <= 6; ++i) {
    move(hours(1));
    pass(minutes(4));
    EXPECT_EQ(look(), before + i * minutes(4)) << i;
  }
}

TEST_F(BelievedClockTest, AJumpBackIsBelievedAtOnce) {
  look();
  move(-hours(2));
  EXPECT_EQ(look(), wall_);
}

TEST_F(BelievedClockTest, ALittleCorrectionIsNoJump) {
  look();
  wall_ += std::chrono::seconds(90);
  EXPECT_EQ(look(), wall_);
}

TEST_F(BelievedClockTest, AMachineThatSleptHasNotJumped) {
  look();
  slept_ += hours(9);
  wall_ += hours(9);
  EXPECT_EQ(look(), wall_);
}

}  // namespace
}  // namespace twinlamp::client

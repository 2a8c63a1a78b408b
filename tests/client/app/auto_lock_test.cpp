#include "client/app/auto_lock.h"

#include <gtest/gtest.h>

namespace twinlamp::client::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Span = AutoLock::Span;

class AutoLockTest : public testing::Test {
protected:
  static constexpr MonoTime start{std::chrono::hours(7)};
  static constexpr Span slept{123'456};
  AutoLock lock_;
};

TEST_F(AutoLockTest, WatchesNothingBeforeItIsTold) {
  lock_.handle_stir(start);
  EXPECT_FALSE(lock_.is_due(start + std::chrono::hours(48), slept + std::chrono::hours(9)));
  EXPECT_FALSE(lock_.next_look(start));
}

TEST_F(AutoLockTest, IsDueAfterTheMinutesWithoutAStir) {
  lock_.watch(minutes(5), start, slept);
  EXPECT_FALSE(lock_.is_due(start + minutes(5) - Span(1), slept));
  EXPECT_TRUE(lock_.is_due(start + minutes(5), slept));
  lock_.handle_stir(start + minutes(4));
  EXPECT_FALSE(lock_.is_due(start + minutes(9) - Span(1), slept));
  EXPECT_TRUE(lock_.is_due(start + minutes(9), slept));
}

TEST_F(AutoLockTest, NeverLocksByTimeAloneWhereThatWasChosen) {
  lock_.watch(minutes(0), start, slept);
  EXPECT_FALSE(lock_.is_due(start + std::chrono::hours(1000), slept));
}

TEST_F(AutoLockTest, IsDueOnceTheLaptopHasSleptWhateverWasChosen) {
  for (const auto patience : {minutes(0), minutes(60)}) {
    AutoLock lock;
    lock.watch(patience, start, slept);
    EXPECT_FALSE(lock.is_due(start, slept + AutoLock::short_sleep)) << "the two clocks are read one after the other";
    EXPECT_TRUE(lock.is_due(start, slept + AutoLock::short_sleep + Span(1)));
    lock.handle_stir(start + seconds(1));
    EXPECT_TRUE(lock.is_due(start + seconds(1), slept + minutes(1))) << "a key after waking up is too late";
  }
}

TEST_F(AutoLockTest, GoesOnCountingWithAnotherPatience) {
  lock_.watch(minutes(60), start, slept);
  lock_.watch(minutes(5), start + minutes(4), slept + std::chrono::hours(1));
  EXPECT_TRUE(lock_.is_due(start + minutes(5), slept));
  EXPECT_TRUE(lock_.is_due(start, slept + std::chrono::hours(1))) << "a sleep before the change still counts";
}

TEST_F(AutoLockTest, BeginsAnewAfterItWasStopped) {
  lock_.watch(minutes(5), start, slept);
  lock_.stop();
  EXPECT_FALSE(lock_.is_due(start + minutes(6), slept + minutes(1)));
  lock_.watch(minutes(5), start + minutes(6), slept + minutes(1));
  EXPECT_FALSE(lock_.is_due(start + minutes(10), slept + minutes(1)));
  EXPECT_TRUE(lock_.is_due(start + minutes(11), slept + minutes(1)));
}

TEST_F(AutoLockTest, LooksOftenEnoughToNoticeASleepAndJustInTimeForItsOwn) {
  lock_.watch(minutes(5), start, slept);
  EXPECT_EQ(lock_.next_look(start), AutoLock::look);
  EXPECT_EQ(lock_.next_look(start + minutes(5) - Span(700)), Span(700));
  EXPECT_EQ(lock_.next_look(start + minutes(6)), Span(0));
}

}  // namespace
}  // namespace twinlamp::client::test

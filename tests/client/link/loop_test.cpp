#include "client/link/loop.h"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>
#include <vector>

namespace twinlamp::test {
namespace {

using client::Loop;
using namespace std::chrono_literals;

TEST(Loop, RunsWhatWasPostedInOrder) {
  Loop loop;
  std::vector<int> order;
  loop.post([&] { order.push_back(1); });
  loop.post([&] { order.push_back(2); });
  loop.post([&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(order, (std::vector{1, 2}));
}

TEST(Loop, TakesPostsFromOtherThreads) {
  Loop loop;
  int count = 0;
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) loop.post([&] { ++count; });
    loop.stop();
  });
  loop.run();
  other.join();
  EXPECT_EQ(count, 100);
}

TEST(Loop, FiresTimersInTheOrderOfTheirTime) {
  Loop loop;
  std::vector<int> order;
  const auto late = loop.post_after(20ms, [&] {
    order.push_back(2);
    loop.stop();
  });
  const auto early = loop.post_after(1ms, [&] { order.push_back(1); });
  loop.run();
  EXPECT_EQ(order, (std::vector{1, 2}));
  EXPECT_FALSE(early.is_set());
}

TEST(Loop, FiresNoCancelledTimer) {
  Loop loop;
  bool fired = false;
  auto cancelled = loop.post_after(1ms, [&] { fired = true; });
  {
    auto destroyed = loop.post_after(1ms, [&] { fired = true; });
  }
  auto overwritten = loop.post_after(1ms, [&] { fired = true; });
  const auto last = loop.post_after(5ms, [&] { loop.stop(); });
  cancelled.cancel();
  overwritten = Loop::Timer();
  loop.run();
  EXPECT_FALSE(fired);
}

TEST(Loop, LetsATimerSetItselfAgain) {
  Loop loop;
  int rounds = 0;
  Loop::Timer timer;
  std::function<void()> tick = [&] {
    if (++rounds == 3) return loop.stop();
    timer = loop.post_after({}, tick);
  };
  timer = loop.post_after({}, tick);
  loop.run();
  EXPECT_EQ(rounds, 3);
}

TEST(Loop, DropsTimersWhenItStops) {
  Loop loop;
  bool fired = false;
  const auto timer = loop.post_after(1h, [&] { fired = true; });
  loop.stop();
  loop.run();
  EXPECT_FALSE(fired);
  EXPECT_FALSE(timer.is_set());
}

TEST(Loop, LeavesATimerHarmlessThatOutlivesIt) {
  Loop::Timer timer;
  {
    Loop loop;
    timer = loop.post_after(1h, [] {});
  }
  EXPECT_FALSE(timer.is_set());
  timer.cancel();
}

TEST(Loop, TurnsTheFirstStopSignalIntoACall) {
  Loop loop;
  bool called = false;
  loop.on_stop_signal([&] {
    called = true;
    loop.stop();
  });
  std::raise(SIGTERM);
  loop.run();
  EXPECT_TRUE(called);
}

}  // namespace
}  // namespace twinlamp::test

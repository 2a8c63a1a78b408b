#include "client/link/backoff.h"

#include <gtest/gtest.h>

namespace twinlamp::test {
namespace {

using client::Backoff;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr int seeds = 200;
const MonoTime start{};

TEST(Backoff, StaysWithinACeilingThatDoublesUpToTheLongest) {
  for (int seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(static_cast<std::uint64_t>(seed));
    Backoff backoff(random);
    auto ceiling = 250ms;
    for (int tries = 0; tries < 12; ++tries) {
      const auto delay = backoff.handle_down(start);
      ASSERT_GT(delay, 0ms);
      ASSERT_LE(delay, ceiling);
      ceiling = std::min<milliseconds>(ceiling * 2, 30s);
    }
  }
}

TEST(Backoff, SpreadsOverTheWholeRange) {
  int low = 0, high = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    SeededRandom random(static_cast<std::uint64_t>(seed));
    Backoff backoff(random);
    backoff.slow_down();
    const auto delay = backoff.handle_down(start);
    low += delay < 10s ? 1 : 0;
    high += delay > 20s ? 1 : 0;
  }
  EXPECT_GT(low, seeds / 5);
  EXPECT_GT(high, seeds / 5);
}

TEST(Backoff, StartsAgainAfterAHealthyMinute) {
  SeededRandom random(1);
  Backoff backoff(random);
  backoff.slow_down();
  backoff.handle_up(start);
  EXPECT_LE(backoff.handle_down(start + 60s), 250ms);
}

TEST(Backoff, GoesOnAfterAConnectionThatDidNotLast) {
  bool longer = false;
  for (int seed = 0; seed < seeds; ++seed) {
    SeededRandom random(static_cast<std::uint64_t>(seed));
    Backoff backoff(random);
    backoff.slow_down();
    backoff.handle_up(start);
    longer = longer || backoff.handle_down(start + 59s) > 250ms;
  }
  EXPECT_TRUE(longer);
}

TEST(Backoff, KeepsWhatTheRelayAsksFor) {
  SeededRandom random(1);
  Backoff backoff(random);
  const auto delay = backoff.handle_down(start, 7s);
  EXPECT_GT(delay, 7s);
  EXPECT_LE(delay, 7s + 250ms);
}

TEST(Backoff, ForgetsItsPatienceWhenPoked) {
  SeededRandom random(1);
  Backoff backoff(random);
  backoff.slow_down();
  backoff.handle_poke();
  EXPECT_LE(backoff.handle_down(start), 250ms);
}

}  // namespace
}  // namespace twinlamp::test

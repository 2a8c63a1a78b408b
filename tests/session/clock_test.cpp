#include "protocol/session/clock.h"

#include "tests/session/session_support.h"

namespace twinlamp {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

// A partner whose clock differs by `offset`, over a path with the given delays.
struct ClockTest : testing::Test {
  ClockEstimate clock;
  MonoTime now{1h};
  microseconds offset = -37min + 123us;

  Result<void> exchange(microseconds there, microseconds back, microseconds thinking = 3ms) {
    const auto probe = clock.make_probe(now);
    now += there;
    const auto received = now + offset;
    now += thinking;
    const auto reply = ClockEstimate::answer(probe, received, now + offset);
    now += back;
    return clock.handle_reply(reply, now);
  }
};

TEST_F(ClockTest, KnowsNothingAtFirst) {
  EXPECT_FALSE(clock.best());
}

TEST_F(ClockTest, IsExactOnASymmetricPath) {
  ASSERT_TRUE(exchange(40ms, 40ms));
  EXPECT_EQ(clock.best()->offset, offset);
  EXPECT_EQ(clock.best()->delay, 80ms);
}

TEST_F(ClockTest, ErrsLessThanAMillisecondWhenQueuesVary) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    clock.reset();
    const auto jitter = [&] {  // mostly small, now and then long: what a home link does
      return microseconds(random.below(random.below(4) == 0 ? 100'000 : 1'500));
    };
    for (int i = 0; i < 16; ++i) ASSERT_TRUE(exchange(30ms + jitter(), 30ms + jitter()));
    EXPECT_LT(std::chrono::abs(clock.best()->offset - offset), 1ms);
  }
}

TEST_F(ClockTest, ErrsByHalfTheDifferenceOnAnAsymmetricPath) {
  ASSERT_TRUE(exchange(50ms, 10ms));
  EXPECT_EQ(clock.best()->offset, offset + 20ms);
}

TEST_F(ClockTest, BelievesTheLeastDelay) {
  ASSERT_TRUE(exchange(90ms, 10ms));
  ASSERT_TRUE(exchange(20ms, 20ms));
  ASSERT_TRUE(exchange(10ms, 90ms));
  EXPECT_EQ(clock.best()->offset, offset);
}

TEST_F(ClockTest, ForgetsWhatIsOlderThanSixteenProbes) {
  ASSERT_TRUE(exchange(1ms, 1ms));
  for (int i = 0; i < 15; ++i) ASSERT_TRUE(exchange(20ms, 20ms));
  EXPECT_EQ(clock.best()->delay, 2ms);
  ASSERT_TRUE(exchange(20ms, 20ms));
  EXPECT_EQ(clock.best()->delay, 40ms);
}

TEST_F(ClockTest, ProbesOftenAtFirstAndSeldomLater) {
  EXPECT_EQ(clock.pause(), 200ms);
  for (int i = 0; i < 16; ++i) ASSERT_TRUE(exchange(20ms, 20ms));
  EXPECT_EQ(clock.pause(), 10s);
}

TEST_F(ClockTest, ForgetsEverythingOnReset) {
  const auto probe = clock.make_probe(now);
  ASSERT_TRUE(exchange(20ms, 20ms));
  clock.reset();
  EXPECT_FALSE(clock.best());
  EXPECT_FALSE(clock.handle_reply(ClockEstimate::answer(probe, now, now), now));
  EXPECT_NE(clock.make_probe(now).id, probe.id);
}

TEST_F(ClockTest, RefusesAReplyThatNoProbeAskedFor) {
  const auto probe = clock.make_probe(now);
  auto reply = ClockEstimate::answer(probe, now + offset, now + offset);
  ++reply.id;
  EXPECT_EQ(clock.handle_reply(reply, now).error().code, ErrorCode::not_found);
  --reply.id, ++reply.t1;
  EXPECT_EQ(clock.handle_reply(reply, now).error().code, ErrorCode::not_found);
  --reply.t1;
  EXPECT_TRUE(clock.handle_reply(reply, now));
  EXPECT_EQ(clock.handle_reply(reply, now).error().code, ErrorCode::not_found);
}

TEST_F(ClockTest, RefusesTimesThatRunBackwards) {
  const auto probe = clock.make_probe(now);
  EXPECT_FALSE(clock.handle_reply(ClockEstimate::answer(probe, now, now - 1us), now + 1ms));
  EXPECT_FALSE(clock.handle_reply(ClockEstimate::answer(probe, now, now + 2ms), now + 1ms));
  EXPECT_FALSE(clock.best());
}

TEST_F(ClockTest, AwaitsNoMoreThanSixteenReplies) {
  const auto first = clock.make_probe(now);
  for (int i = 0; i < 16; ++i) (void)clock.make_probe(now);
  EXPECT_FALSE(clock.handle_reply(ClockEstimate::answer(first, now, now), now));
}

}  // namespace
}  // namespace twinlamp

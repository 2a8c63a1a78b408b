#include <gtest/gtest.h>

#include "protocol/room/delivery.h"
#include "protocol/room/rooms_policy.h"
#include "protocol/room/token_bucket.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;

constexpr AddressKey home{1}, away{2};
constexpr MonoTime start{1h};

TEST(RoomsPolicy, AllowsTenNewRoomsADayFromAnAddress) {
  RoomsPolicy policy({}, 0);
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(policy.may_create(home, "", start).allowed);
    policy.on_created(home, start);
  }
  const auto refused = policy.may_create(home, "", start + 1h);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_after, 23 * 3600u);
  EXPECT_TRUE(policy.may_create(away, "", start + 1h).allowed);
  EXPECT_TRUE(policy.may_create(home, "", start + 24h).allowed);
}

TEST(RoomsPolicy, RefusesNewRoomsBeyondTheTotal) {
  RoomsPolicyLimits limits;
  limits.total_rooms = 3;
  RoomsPolicy policy(limits, 2);
  EXPECT_TRUE(policy.may_create(home, "", start).allowed);
  policy.on_created(home, start);
  EXPECT_FALSE(policy.may_create(away, "", start).allowed);
  policy.on_counted(1);
  EXPECT_TRUE(policy.may_create(away, "", start).allowed);
}

TEST(RoomsPolicy, AsksForTheInviteToken) {
  RoomsPolicyLimits limits;
  limits.invite_token = "lamp";
  RoomsPolicy policy(limits, 0);
  EXPECT_TRUE(policy.may_create(home, "lamp", start).allowed);
  for (const auto* wrong : {"", "lamP", "lamp2", "lam"}) {
    const auto refused = policy.may_create(home, wrong, start);
    EXPECT_FALSE(refused.allowed) << wrong;
    EXPECT_EQ(refused.retry_after, 0u);
  }
}

TEST(AddressCounter, IsBoundedAndForgetsTheQuietest) {
  AddressCounter counter(1h, 1, 2);
  counter.count(AddressKey{1}, start);
  counter.count(AddressKey{2}, start + 1s);
  counter.count(AddressKey{3}, start + 2s);
  EXPECT_EQ(counter.wait(AddressKey{1}, start + 3s), 0s);
  EXPECT_GT(counter.wait(AddressKey{2}, start + 3s), 0s);
  EXPECT_GT(counter.wait(AddressKey{3}, start + 3s), 0s);
}

TEST(AddressCounter, AllowsNothingWhereNothingIsAllowed) {
  AddressCounter counter(1h, 0, 2);
  counter.count(AddressKey{1}, start);
  EXPECT_GT(counter.wait(AddressKey{1}, start), 0s);
}

TEST(TokenBucket, GivesABurstThenARate) {
  TokenBucket bucket(2, 3);
  int given = 0;
  for (int i = 0; i < 10; ++i) given += bucket.take(start);
  EXPECT_EQ(given, 3);
  EXPECT_FALSE(bucket.take(start + 400ms));
  EXPECT_TRUE(bucket.take(start + 600ms));
  given = 0;
  for (int i = 0; i < 10; ++i) given += bucket.take(start + 1h);
  EXPECT_EQ(given, 3);
}

TEST(Delivery, SendsNothingDirectlyWhileSomethingBeforeItIsUnread) {
  Delivery delivery(RoomLimits{});
  delivery.start(0, 1);
  EXPECT_FALSE(delivery.offer(2, 10));
  ASSERT_TRUE(delivery.poll_read(0));
  delivery.handle_read_failed();
  EXPECT_FALSE(delivery.offer(3, 10));
  EXPECT_EQ(delivery.poll_read(0)->after, 0u);
}

TEST(Delivery, GoesOnBehindWhatHasExpired) {
  Delivery delivery(RoomLimits{});
  delivery.start(0, 5);
  ASSERT_TRUE(delivery.poll_read(0));
  delivery.handle_page({});
  EXPECT_FALSE(delivery.poll_read(0));
  EXPECT_TRUE(delivery.offer(6, 10));
}

TEST(Delivery, ReadsWhatWasCommittedWhileAPageWasUnderWay) {
  Delivery delivery(RoomLimits{});
  delivery.start(0, 1);
  ASSERT_TRUE(delivery.poll_read(0));
  EXPECT_FALSE(delivery.offer(2, 10));
  const auto body = std::make_shared<const Bytes>(1);
  delivery.handle_page({{{1, body}}, false});
  const auto next = delivery.poll_read(0);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->after, 1u);
}

}  // namespace
}  // namespace twinlamp::test

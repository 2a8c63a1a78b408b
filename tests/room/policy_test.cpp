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
    policy.on_created(policy.hold(home, "", start));
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
  policy.on_created(policy.hold(home, "", start));
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

class TwoInvites : public Invites {
public:
  bool accepts(std::string_view token) override { return token == "fern" && held + used < 2; }
  void hold(std::string_view) override { ++held; }
  void release(std::string_view) override { --held; }
  void use(std::string_view) override { --held, ++used; }
  int held = 0, used = 0;
};

TEST(RoomsPolicy, AsksForAnInviteThatIsStillGood) {
  TwoInvites invites;
  RoomsPolicyLimits limits;
  limits.invites = &invites;
  RoomsPolicy policy(limits, 0);
  EXPECT_FALSE(policy.may_create(home, "", start).allowed);
  EXPECT_FALSE(policy.may_create(home, "moss", start).allowed);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(policy.may_create(home, "fern", start).allowed);
    policy.on_created(policy.hold(home, "fern", start));
  }
  EXPECT_EQ(invites.used, 2);
  EXPECT_FALSE(policy.may_create(home, "fern", start).allowed);
}

TEST(RoomsPolicy, TakesTheCommonWordBesideInvitesAndHoldsNothingForIt) {
  TwoInvites invites;
  RoomsPolicyLimits limits;
  limits.invites = &invites;
  limits.invite_token = "moss";
  RoomsPolicy policy(limits, 0);
  EXPECT_TRUE(policy.may_create(home, "moss", start).allowed);
  (void)policy.hold(home, "moss", start);
  EXPECT_EQ(invites.held, 0);
}

TEST(RoomsPolicy, CountsALoginThatMayMakeARoomUntilItIsKnownToHaveMadeNone) {
  RoomsPolicyLimits limits;
  limits.new_rooms_a_day = 2;
  RoomsPolicy policy(limits, 0);
  const auto first = policy.hold(home, "", start), second = policy.hold(home, "", start);
  EXPECT_FALSE(policy.may_create(home, "", start).allowed);
  policy.release(first);
  EXPECT_TRUE(policy.may_create(home, "", start).allowed);
  policy.on_created(second);
  policy.on_created(policy.hold(home, "", start + 1s));
  EXPECT_FALSE(policy.may_create(home, "", start + 2s).allowed);
  EXPECT_TRUE(policy.may_create(home, "", start + 24h).allowed);
}

TEST(RoomsPolicy, PromisesNoMoreRoomsThanTheTotalToAllWhoLogInAtOnce) {
  RoomsPolicyLimits limits;
  limits.total_rooms = 1;
  RoomsPolicy policy(limits, 0);
  const auto hold = policy.hold(home, "", start);
  EXPECT_FALSE(policy.may_create(away, "", start).allowed);
  policy.release(hold);
  EXPECT_TRUE(policy.may_create(away, "", start).allowed);
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

TEST(AddressCounter, CountsTheNetworksAroundAnAddressToo) {
  AddressCounter counter(60s, 3, 1000);
  const auto home_line = [](std::uint8_t own) { return AddressKey{{own, 9}, {1}, {2}}; };
  for (std::uint8_t own = 1; own <= 3 * near_share; ++own) {
    EXPECT_EQ(counter.wait(home_line(own), start), 0s);
    counter.count(home_line(own), start);
  }
  EXPECT_GT(counter.wait(home_line(200), start), 0s) << "another of the same /56";
  EXPECT_EQ(counter.wait(AddressKey{{201, 9}, {3}, {2}}, start), 0s) << "another /56 of the same /48";
  EXPECT_EQ(counter.wait(AddressKey{{202, 9}, {4}, {5}}, start), 0s);
}

TEST(AddressCounter, LetsGoOfWhatIsOldAsOthersCome) {
  AddressCounter counter(60s, 3, 1000);
  const auto number = [](std::uint32_t n) {
    return AddressKey{{static_cast<std::uint8_t>(n), static_cast<std::uint8_t>(n >> 8), 1}};
  };
  for (std::uint32_t n = 0; n < 5000; ++n) counter.count(number(n), start);
  EXPECT_EQ(counter.remembered(), 1000u);
  for (std::uint32_t n = 5000; n < 5400; ++n) counter.count(number(n), start + 2min);
  EXPECT_EQ(counter.remembered(), 400u);
}

TEST(AddressCounter, TakesBackWhatItHasCountedOfTheNetworksToo) {
  AddressCounter counter(1h, 1, 8);
  const AddressKey one{{1}, {7}, {8}};
  for (std::uint8_t other = 2; other <= 4; ++other) counter.count(AddressKey{{other}, {7}, {8}}, start);
  counter.count(one, start);
  const AddressKey fifth{{5}, {7}, {8}};
  EXPECT_GT(counter.wait(fifth, start), 0s) << "four of a near network";
  counter.take_back(one, start);
  EXPECT_EQ(counter.wait(fifth, start), 0s);
  EXPECT_EQ(counter.wait(one, start), 0s);
  EXPECT_EQ(counter.remembered(), 5u) << "three, and the two networks";
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

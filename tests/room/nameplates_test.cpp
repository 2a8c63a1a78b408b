#include "protocol/room/nameplates.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <set>

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;
using Close = wire::NameplateClose;

constexpr ConnectionId noor = 1, sam = 2, third = 3;
constexpr AddressKey home{1}, away{2};

class NameplatesTest : public testing::Test {
protected:
  SeededRandom random{1};
  std::unique_ptr<Nameplates> plates = std::make_unique<Nameplates>(NameplateLimits{}, random);
  MonoTime now{1h};
  std::map<ConnectionId, std::deque<wire::Frame>> inbox;
  std::set<ConnectionId> closed;

  void use(const NameplateLimits& limits) { plates = std::make_unique<Nameplates>(limits, random); }
  void drain() {
    while (auto output = plates->poll_output()) {
      if (auto* send = std::get_if<SendFrame>(&*output)) inbox[send->to].push_back(std::move(send->frame));
      if (auto* close = std::get_if<CloseConnection>(&*output)) closed.insert(close->connection);
    }
  }
  void give(ConnectionId connection, const wire::Frame& frame, const AddressKey& address = home) {
    plates->handle_frame(connection, address, frame, now);
    drain();
  }
  wire::Frame next(ConnectionId connection) {
    if (inbox[connection].empty()) {
      ADD_FAILURE() << "nothing came for connection " << connection;
      return {};
    }
    auto frame = std::move(inbox[connection].front());
    inbox[connection].pop_front();
    return frame;
  }
  bool has_more(ConnectionId connection) { return !inbox[connection].empty(); }

  std::uint32_t allocate(ConnectionId connection, const AddressKey& address = home) {
    wire::Frame frame;
    frame.mutable_nameplate_allocate();
    give(connection, frame, address);
    return next(connection).nameplate_allocated().nameplate();
  }
  void claim(ConnectionId connection, std::uint32_t number, const AddressKey& address = away) {
    wire::Frame frame;
    frame.mutable_nameplate_claim()->set_nameplate(number);
    give(connection, frame, address);
  }
  void say(ConnectionId connection, std::string body) {
    wire::Frame frame;
    frame.mutable_nameplate_message()->set_body(std::move(body));
    give(connection, frame);
  }
  void close(ConnectionId connection, Close::Reason reason) {
    wire::Frame frame;
    frame.mutable_nameplate_close()->set_reason(reason);
    give(connection, frame);
  }
  std::uint32_t joined() {
    const auto number = allocate(noor);
    claim(sam, number);
    EXPECT_TRUE(next(noor).has_nameplate_claimed());
    EXPECT_TRUE(next(sam).has_nameplate_claimed());
    return number;
  }
  void expect_burned(std::uint32_t number) {
    claim(third, number, AddressKey{9});
    EXPECT_EQ(next(third).error().code(), wire::Error::NO_NAMEPLATE);
  }
};

TEST_F(NameplatesTest, JoinsTwoAndForwardsBothWays) {
  joined();
  say(sam, "rB");
  EXPECT_EQ(next(noor).nameplate_message().body(), "rB");
  say(noor, "rA");
  EXPECT_EQ(next(sam).nameplate_message().body(), "rA");
}

TEST_F(NameplatesTest, GivesNumbersOfThreeOrFourDigitsInNoOrder) {
  NameplateLimits limits;
  limits.joins_a_minute = limits.joins_a_day = 10'000;
  use(limits);
  std::set<std::uint32_t> numbers;
  int ascending = 0;
  std::uint32_t last = 0;
  for (ConnectionId connection = 1; connection <= 1500; ++connection) {
    const auto number = allocate(connection);
    ASSERT_GE(number, 100u);
    ASSERT_LT(number, 10'000u);
    ASSERT_TRUE(numbers.insert(number).second);
    ascending += number == last + 1;
    last = number;
  }
  EXPECT_LT(ascending, 20);
}

TEST_F(NameplatesTest, IsBoundedInNumbers) {
  NameplateLimits limits;
  limits.table = 1;
  use(limits);
  allocate(noor);
  wire::Frame frame;
  frame.mutable_nameplate_allocate();
  give(third, frame);
  const auto error = next(third).error();
  EXPECT_EQ(error.code(), wire::Error::UNAVAILABLE);
  EXPECT_GT(error.retry_after(), 0u);
}

TEST_F(NameplatesTest, TakesNoThird) {
  expect_burned(joined());
}

TEST_F(NameplatesTest, KnowsNoNumberThatWasNotGiven) {
  claim(sam, 417);
  EXPECT_EQ(next(sam).error().code(), wire::Error::NO_NAMEPLATE);
}

TEST_F(NameplatesTest, BurnsTheNumberWhenItIsDone) {
  const auto number = joined();
  close(noor, Close::DONE);
  EXPECT_EQ(next(sam).nameplate_close().reason(), Close::DONE);
  EXPECT_FALSE(has_more(noor));
  close(sam, Close::DONE);
  EXPECT_FALSE(has_more(noor));
  expect_burned(number);
}

TEST_F(NameplatesTest, TellsThePartnerOfAFailure) {
  const auto number = joined();
  close(sam, Close::FAILED);
  EXPECT_EQ(next(noor).nameplate_close().reason(), Close::FAILED);
  expect_burned(number);
}

TEST_F(NameplatesTest, BurnsTheNumberWhenAConnectionIsLost) {
  const auto number = joined();
  plates->handle_leave(sam, now);
  drain();
  EXPECT_EQ(next(noor).nameplate_close().reason(), Close::PARTNER_LOST);
  expect_burned(number);
}

TEST_F(NameplatesTest, BurnsTheNumberOfAnInviterWhoLeftBeforeAnyoneCame) {
  const auto number = allocate(noor);
  plates->handle_leave(noor, now);
  drain();
  expect_burned(number);
}

TEST_F(NameplatesTest, ExpiresAfterTenMinutes) {
  const auto number = allocate(noor);
  EXPECT_EQ(plates->next_deadline(), now + 10min);
  now += 10min;
  plates->handle_time(now);
  drain();
  EXPECT_EQ(next(noor).nameplate_close().reason(), Close::EXPIRED);
  EXPECT_FALSE(plates->next_deadline());
  expect_burned(number);
}

TEST_F(NameplatesTest, ExpiresUnderTwoWhoAreStillTalking) {
  joined();
  now += 10min;
  plates->handle_time(now);
  drain();
  EXPECT_EQ(next(noor).nameplate_close().reason(), Close::EXPIRED);
  EXPECT_EQ(next(sam).nameplate_close().reason(), Close::EXPIRED);
}

TEST_F(NameplatesTest, GivesABurnedNumberToNobodyUntilItsTimeIsOver) {
  NameplateLimits limits;
  limits.joins_a_minute = limits.joins_a_day = 10'000;
  use(limits);
  const auto number = allocate(noor);
  close(noor, Close::FAILED);
  for (ConnectionId connection = 10; connection < 500; ++connection) ASSERT_NE(allocate(connection), number);
}

TEST_F(NameplatesTest, AllowsFiveJoinsAMinuteFromAnAddress) {
  for (ConnectionId connection = 1; connection <= 5; ++connection) claim(connection, 417, home);
  claim(6, 417, home);
  const auto error = next(6).error();
  EXPECT_EQ(error.code(), wire::Error::TOO_FAST);
  EXPECT_EQ(error.retry_after(), 60u);
  claim(7, 417, away);
  EXPECT_EQ(next(7).error().code(), wire::Error::NO_NAMEPLATE);
  now += 60s;
  claim(6, 417, home);
  EXPECT_EQ(next(6).error().code(), wire::Error::NO_NAMEPLATE);
}

TEST_F(NameplatesTest, AllowsThirtyJoinsADayFromAnAddress) {
  for (ConnectionId connection = 1; connection <= 30; ++connection) {
    claim(connection, 417, home);
    EXPECT_EQ(next(connection).error().code(), wire::Error::NO_NAMEPLATE);
    now += 1min;
  }
  claim(31, 417, home);
  const auto error = next(31).error();
  EXPECT_EQ(error.code(), wire::Error::TOO_FAST);
  EXPECT_EQ(error.retry_after(), 24 * 3600u - 30 * 60);
}

TEST_F(NameplatesTest, ClosesOnBadFramesAndBurns) {
  const std::vector<std::function<void()>> bad{
      [&] { say(sam, ""); }, [&] { say(sam, std::string(901, 'x')); }, [&] { close(sam, Close::EXPIRED); },
      [&] { wire::Frame ping; ping.mutable_ping(); give(sam, ping); }, [&] { claim(sam, 417); }};
  for (std::size_t i = 0; i < bad.size(); ++i) {
    SCOPED_TRACE(i);
    use(NameplateLimits{});
    inbox.clear();
    closed.clear();
    joined();
    bad[i]();
    EXPECT_EQ(next(sam).error().code(), wire::Error::MALFORMED);
    EXPECT_TRUE(closed.contains(sam));
    EXPECT_EQ(next(noor).nameplate_close().reason(), Close::PARTNER_LOST);
  }
}

TEST_F(NameplatesTest, ClosesOnAMessageBeforeAnyoneHasJoined) {
  allocate(noor);
  say(noor, "early");
  EXPECT_TRUE(closed.contains(noor));
}

TEST_F(NameplatesTest, ForwardsABoundedNumberOfMessages) {
  joined();
  for (int i = 0; i < 16; ++i) say(sam, "x");
  EXPECT_FALSE(closed.contains(sam));
  say(sam, "x");
  EXPECT_TRUE(closed.contains(sam));
}

TEST_F(NameplatesTest, KnowsWhomItHolds) {
  joined();
  EXPECT_TRUE(plates->holds(noor));
  close(noor, Close::DONE);
  EXPECT_FALSE(plates->holds(noor));
  EXPECT_FALSE(plates->holds(sam));
}

}  // namespace
}  // namespace twinlamp::test

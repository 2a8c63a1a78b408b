#include <gmock/gmock.h>

#include "tests/room/room_harness.h"

namespace twinlamp::test {
namespace {

constexpr ConnectionId noor = 10, sam = 20;

class RoomMember : public testing::Test {
protected:
  RoomHarness it;

  void both_here() {
    it.join(noor, 0);
    it.join(sam, 1);
    it.forget(noor);
    it.forget(sam);
  }
  void expect_error_and_close(ConnectionId connection, wire::Error::Code code) {
    EXPECT_EQ(it.next(connection).error().code(), code);
    EXPECT_TRUE(it.is_closed(connection));
  }
};

TEST_F(RoomMember, MakesTheRoomAtTheFirstLoginAndSaysSo) {
  it.join(noor, 0);
  EXPECT_FALSE(it.next(noor).logged_in().partner_online());
  EXPECT_THAT(it.created, testing::ElementsAre(noor));
  it.join(sam, 1);
  EXPECT_EQ(it.created.size(), 1u);
}

TEST_F(RoomMember, AnswersNoLoginBeforeTheStoreHas) {
  it.begin_join(noor, 0);
  EXPECT_FALSE(it.has_more(noor));
}

TEST_F(RoomMember, RefusesANewRoomWhereNoneMayBeMade) {
  it.join(noor, 0, 0, false);
  const auto error = it.next(noor).error();
  EXPECT_EQ(error.code(), wire::Error::NEW_ROOMS_REFUSED);
  EXPECT_EQ(error.retry_after(), 99u);
  EXPECT_TRUE(it.is_closed(noor));
  EXPECT_TRUE(it.room->is_idle());
}

TEST_F(RoomMember, LetsIntoAKnownRoomWhereNoneMayBeMade) {
  it.join(noor, 0);
  it.join(sam, 1, 0, false);
  EXPECT_TRUE(it.next(sam).has_logged_in());
}

TEST_F(RoomMember, TellsEachOfTheOther) {
  it.join(noor, 0);
  it.forget(noor);
  it.join(sam, 1);
  EXPECT_TRUE(it.next(sam).logged_in().partner_online());
  EXPECT_TRUE(it.next(noor).presence().online());
  it.leave(sam);
  EXPECT_FALSE(it.next(noor).presence().online());
}

TEST_F(RoomMember, SaysNothingOfAPartnerWhoseLoginIsNotAnswered) {
  it.join(noor, 0);
  it.forget(noor);
  it.begin_join(sam, 1);
  it.leave(sam);
  EXPECT_FALSE(it.has_more(noor));
}

TEST_F(RoomMember, ReplacesAnOlderSocketAndTellsIt) {
  both_here();
  it.join(noor + 1, 0);
  expect_error_and_close(noor, wire::Error::REPLACED);
  EXPECT_TRUE(it.next(noor + 1).logged_in().partner_online());
  EXPECT_FALSE(it.next(sam).presence().online());
  EXPECT_TRUE(it.next(sam).presence().online());
}

TEST_F(RoomMember, ReplacesASocketWhoseLoginIsNotAnsweredYet) {
  it.begin_join(noor, 0);
  it.begin_join(noor + 1, 0);
  it.settle();
  expect_error_and_close(noor, wire::Error::REPLACED);
  EXPECT_TRUE(it.next(noor + 1).has_logged_in());
  EXPECT_FALSE(it.has_more(noor));
}

TEST_F(RoomMember, IgnoresFramesAndTheEndOfAReplacedSocket) {
  both_here();
  it.join(noor + 1, 0);
  it.forget(noor);
  it.forget(noor + 1);
  it.forget(sam);
  it.give(noor, post(1));
  it.leave(noor);
  EXPECT_FALSE(it.has_more(noor));
  EXPECT_FALSE(it.has_more(sam));
  it.give(noor + 1, ping());
  EXPECT_TRUE(it.next(noor + 1).has_pong());
}

TEST_F(RoomMember, StoresAPostWhoseSenderHasGone) {
  both_here();
  it.begin(noor, post(1));
  it.leave(noor);
  EXPECT_EQ(it.delivered(sam), std::vector<std::uint64_t>{1});
}

TEST_F(RoomMember, TellsAMemberToComeAgainWhereTheStoreIsUnavailable) {
  it.store.make_unavailable(true);
  it.join(noor, 0);
  expect_error_and_close(noor, wire::Error::UNAVAILABLE);
  it.store.make_unavailable(false);
  it.join(noor + 1, 0);
  EXPECT_TRUE(it.next(noor + 1).has_logged_in());
}

TEST_F(RoomMember, LogsInToAKnownRoomWhileNothingCanBeStored) {
  both_here();
  it.restart();
  it.store.make_unavailable(true);
  it.join(noor, 0);
  EXPECT_TRUE(it.next(noor).has_logged_in());
}

TEST_F(RoomMember, ForwardsLiveFramesBothWays) {
  both_here();
  it.give(noor, live("hello"));
  EXPECT_EQ(it.next(sam).live().body(), "hello");
  it.give(sam, live("you"));
  EXPECT_EQ(it.next(noor).live().body(), "you");
}

TEST_F(RoomMember, DropsLiveFramesForAnAbsentPartner) {
  it.join(noor, 0);
  it.forget(noor);
  const auto before = it.asked;
  it.give(noor, live());
  EXPECT_FALSE(it.has_more(noor));
  EXPECT_EQ(it.asked, before);
  it.join(sam, 1);
  EXPECT_TRUE(it.next(sam).has_logged_in());
  EXPECT_FALSE(it.has_more(sam));
}

TEST_F(RoomMember, KeepsAHeadReceiptForItsOwnerOnly) {
  both_here();
  it.begin(noor, head_set("receipt"));
  EXPECT_FALSE(it.has_more(noor));
  it.settle();
  EXPECT_EQ(it.next(noor).head().receipt(), "receipt");
  it.give(sam, head_get());
  EXPECT_EQ(it.next(sam).head().receipt(), "");
  it.join(noor + 1, 0);
  EXPECT_EQ(it.next(noor + 1).logged_in().head(), "receipt");
}

TEST_F(RoomMember, AnswersAPing) {
  both_here();
  it.give(noor, ping(77));
  EXPECT_EQ(it.next(noor).pong().token(), 77u);
}

TEST_F(RoomMember, SendsFarewellAndEndedToBothOnceTheRoomIsErased) {
  both_here();
  it.begin(noor, erase_room("bye"));
  EXPECT_FALSE(it.has_more(sam));
  it.settle();
  for (const auto connection : {noor, sam}) {
    EXPECT_EQ(it.next(connection).room_erased().farewell(), "bye");
    expect_error_and_close(connection, wire::Error::ENDED);
  }
}

TEST_F(RoomMember, SendsFarewellAndEndedToEveryLaterLogin) {
  both_here();
  it.give(noor, erase_room("bye"));
  it.restart();
  for (ConnectionId connection = 30; connection < 33; ++connection) {
    it.join(connection, 1);
    EXPECT_EQ(it.next(connection).room_erased().farewell(), "bye");
    expect_error_and_close(connection, wire::Error::ENDED);
    EXPECT_FALSE(it.has_more(connection));
  }
}

TEST_F(RoomMember, KeepsARoomWhoseErasingCouldNotBeStored) {
  both_here();
  it.store.make_unavailable(true);
  it.give(noor, erase_room());
  EXPECT_EQ(it.next(noor).error().code(), wire::Error::UNAVAILABLE);
  EXPECT_FALSE(it.is_closed(noor));
  it.store.make_unavailable(false);
  it.give(noor, post(1));
  EXPECT_TRUE(it.next(noor).has_posted());
}

TEST_F(RoomMember, LetsPostsThatWereOnTheirWayFallWithTheRoom) {
  both_here();
  it.begin(noor, erase_room());
  it.begin(sam, post(1));
  it.settle();
  EXPECT_TRUE(it.next(sam).has_room_erased());
  expect_error_and_close(sam, wire::Error::ENDED);
  EXPECT_FALSE(it.has_more(sam));
  EXPECT_TRUE(it.room->is_idle());
}

TEST_F(RoomMember, SendsEveryoneAwayWhenTheStoreHasLostTheRoom) {
  both_here();
  it.store.lose_everything();
  it.give(noor, post(1));
  expect_error_and_close(noor, wire::Error::UNAVAILABLE);
  expect_error_and_close(sam, wire::Error::UNAVAILABLE);
}

TEST_F(RoomMember, IsIdleWhenNobodyIsHereAndNothingIsAsked) {
  EXPECT_TRUE(it.room->is_idle());
  it.begin_join(noor, 0);
  it.room->handle_leave(noor, it.now);
  EXPECT_FALSE(it.room->is_idle());
  it.settle();
  EXPECT_TRUE(it.room->is_idle());
}

TEST_F(RoomMember, RefusesFramesBeyondTheBurst) {
  RoomLimits limits;
  limits.frames_burst = 3;
  limits.frames_per_second = 1;
  it.use(limits);
  both_here();
  for (int i = 0; i < 3; ++i) it.give(noor, ping());
  it.forget(noor);
  it.give(noor, post(9));
  const auto error = it.next(noor).error();
  EXPECT_EQ(error.code(), wire::Error::TOO_FAST);
  EXPECT_EQ(error.client_id(), std::string(16, 9));
  EXPECT_EQ(error.retry_after(), 1u);
  it.advance(1s);
  it.give(noor, post(9));
  EXPECT_TRUE(it.next(noor).has_posted());
}

TEST_F(RoomMember, KeepsTheRateOfAMemberWhoConnectsAgain) {
  RoomLimits limits;
  limits.frames_burst = 3;
  it.use(limits);
  both_here();
  for (int i = 0; i < 3; ++i) it.give(noor, ping());
  it.join(noor + 1, 0);
  it.forget(noor + 1);
  it.give(noor + 1, ping());
  EXPECT_EQ(it.next(noor + 1).error().code(), wire::Error::TOO_FAST);
}

TEST_F(RoomMember, ClosesOnAFloodThatHidesBehindAcknowledgements) {
  RoomLimits limits;
  limits.frames_burst = 3;
  it.use(limits);
  both_here();
  for (int i = 0; i < 20; ++i) {
    it.give(noor, ping());
    it.give(noor, ack(0));
  }
  EXPECT_TRUE(it.is_closed(noor));
}

TEST_F(RoomMember, TakesAnAcknowledgementAtAnyRate) {
  RoomLimits limits;
  limits.frames_burst = 1;
  it.use(limits);
  both_here();
  it.give(noor, post(1));
  it.give(sam, ping());
  it.give(sam, ack(1));
  it.restart();
  it.join(sam, 1);
  EXPECT_TRUE(it.delivered(sam).empty());
}

TEST_F(RoomMember, ClosesOnAMemberWhoDoesNotSlowDown) {
  RoomLimits limits;
  limits.frames_burst = 4;
  it.use(limits);
  both_here();
  for (int i = 0; i < 20; ++i) it.give(noor, ping());
  EXPECT_TRUE(it.is_closed(noor));
  EXPECT_FALSE(it.next(sam).presence().online());
}

struct BadFrame {
  const char* what;
  wire::Frame frame;
};

std::vector<BadFrame> bad_frames() {
  std::vector<BadFrame> all;
  const auto add = [&](const char* what, auto fill) {
    wire::Frame frame;
    fill(frame);
    all.push_back({what, std::move(frame)});
  };
  const TestLatch latch(1);
  add("post without client id", [](auto& f) { f = post(1); f.mutable_post()->clear_client_id(); });
  add("post with a long client id", [](auto& f) { f = post(1); f.mutable_post()->set_client_id(std::string(17, 'x')); });
  add("post without body", [](auto& f) { f = post(1, ""); });
  add("post too large", [](auto& f) { f = post(1, std::string(limits::envelope + 1, 'x')); });
  add("live without body", [](auto& f) { f = live(""); });
  add("live too large", [](auto& f) { f = live(std::string(limits::live_frame + 1, 'x')); });
  add("receipt too large", [](auto& f) { f = head_set(std::string(limits::head_receipt + 1, 'x')); });
  add("farewell too large", [](auto& f) { f = erase_room(std::string(limits::farewell + 1, 'x')); });
  add("put with a short id", [&](auto& f) { f = latch.put(0); f.mutable_latch_put()->set_latch_id("short"); });
  add("get without id", [](auto& f) { f.mutable_latch_get(); });
  add("cancel with a long id", [](auto& f) { f.mutable_latch_cancel()->set_latch_id(std::string(17, 'x')); });
  add("ack without id", [](auto& f) { f.mutable_latch_ack(); });
  add("a second login", [](auto& f) { f.mutable_login(); });
  add("a hello", [](auto& f) { f.mutable_client_hello(); });
  add("deliver", [](auto& f) { f.mutable_deliver(); });
  add("posted", [](auto& f) { f.mutable_posted(); });
  add("presence", [](auto& f) { f.mutable_presence(); });
  add("latch state", [](auto& f) { f.mutable_latch_state(); });
  add("room erased", [](auto& f) { f.mutable_room_erased(); });
  add("logged in", [](auto& f) { f.mutable_logged_in(); });
  add("head", [](auto& f) { f.mutable_head(); });
  add("pong", [](auto& f) { f.mutable_pong(); });
  add("error", [](auto& f) { f.mutable_error(); });
  return all;
}

TEST_F(RoomMember, ClosesOnABadFrameAndChangesNothing) {
  for (const auto& bad : bad_frames()) {
    SCOPED_TRACE(bad.what);
    RoomHarness room;
    room.join(noor, 0);
    room.join(sam, 1);
    room.forget(noor);
    room.forget(sam);
    const auto before = room.asked;
    room.give(noor, bad.frame);
    EXPECT_EQ(room.next(noor).error().code(), wire::Error::MALFORMED);
    EXPECT_TRUE(room.is_closed(noor));
    EXPECT_FALSE(room.next(sam).presence().online());
    EXPECT_FALSE(room.has_more(sam));
    EXPECT_EQ(room.asked, before);
  }
}

TEST_F(RoomMember, ClosesOnAnyFrameBeforeItsLoginIsAnswered) {
  it.begin_join(noor, 0);
  it.begin(noor, ping());
  expect_error_and_close(noor, wire::Error::MALFORMED);
  it.settle();
  EXPECT_FALSE(it.has_more(noor));
}

TEST_F(RoomMember, TellsAMemberOfAFrameItDoesNotKnow) {
  both_here();
  it.give(noor, wire::Frame());
  EXPECT_EQ(it.next(noor).error().code(), wire::Error::UNSUPPORTED);
  EXPECT_FALSE(it.is_closed(noor));
}

TEST_F(RoomMember, TakesTheLargestFramesThatItsBoundsAllow) {
  both_here();
  it.give(noor, post(1, std::string(limits::envelope, 'x')));
  EXPECT_TRUE(it.next(noor).has_posted());
  it.give(noor, live(std::string(limits::live_frame, 'x')));
  EXPECT_TRUE(it.next(sam).has_deliver());
  EXPECT_TRUE(it.next(sam).has_live());
  it.give(noor, head_set(std::string(limits::head_receipt, 'x')));
  EXPECT_TRUE(it.next(noor).has_head());
  it.give(noor, erase_room(std::string(limits::farewell, 'x')));
  EXPECT_TRUE(it.next(noor).has_room_erased());
}

TEST_F(RoomMember, IgnoresResultsThatItDidNotAskFor) {
  both_here();
  it.room->handle_result({9999, it.id, store::Status::ended, store::Farewell{}}, it.now);
  it.settle();
  EXPECT_FALSE(it.has_more(noor));
}

}  // namespace
}  // namespace twinlamp::test

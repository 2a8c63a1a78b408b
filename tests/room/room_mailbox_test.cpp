#include <gmock/gmock.h>

#include "tests/room/room_harness.h"

namespace twinlamp::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr ConnectionId noor = 10, sam = 20;

class RoomMailbox : public testing::Test {
protected:
  RoomHarness it;

  void both_here() {
    it.join(noor, 0);
    it.join(sam, 1);
    it.forget(noor);
    it.forget(sam);
  }
};

TEST_F(RoomMailbox, SaysPostedOnlyAfterTheCommit) {
  it.join(noor, 0);
  it.forget(noor);
  it.begin(noor, post(1));
  EXPECT_FALSE(it.has_more(noor));
  it.settle();
  const auto posted = it.next(noor).posted();
  EXPECT_EQ(posted.client_id(), std::string(16, 1));
  EXPECT_EQ(posted.seq(), 1u);
}

TEST_F(RoomMailbox, DeliversToAPartnerWhoIsHereOnlyAfterTheCommit) {
  both_here();
  it.begin(noor, post(1, "words"));
  EXPECT_FALSE(it.has_more(sam));
  it.settle();
  const auto deliver = it.next(sam).deliver();
  EXPECT_EQ(deliver.seq(), 1u);
  EXPECT_EQ(deliver.body(), "words");
}

TEST_F(RoomMailbox, KeepsForAPartnerWhoIsAway) {
  it.join(noor, 0);
  it.give(noor, post(1));
  it.give(noor, post(2));
  it.join(sam, 1);
  EXPECT_EQ(it.next(sam).logged_in().mailbox_last(), 2u);
  EXPECT_THAT(it.delivered(sam), ElementsAre(1, 2));
}

std::string client(std::uint8_t number) { return std::string(16, static_cast<char>(number)); }

// A log with a gap is useless to the partner: who lets a later post pass loses what is in it until both meet live.
TEST_F(RoomMailbox, TakesNoPostPastOneThatItRefused) {
  it.limits.mailbox_bytes = 10;
  it.restart();
  both_here();
  it.begin(noor, post(1, "123456"));
  it.begin(noor, post(2, "123456"));  // does not fit,
  it.begin(noor, post(3, "123"));     // and this one would
  it.settle();
  EXPECT_EQ(it.next(noor).posted().client_id(), client(1));
  for (const std::uint8_t number : {2, 3}) {
    const auto error = it.next(noor).error();
    EXPECT_EQ(error.code(), wire::Error::MAILBOX_FULL);
    EXPECT_EQ(error.client_id(), client(number));
  }
  it.give(noor, post(3, "123"));  // not before the one that was refused
  EXPECT_EQ(it.next(noor).error().code(), wire::Error::MAILBOX_FULL);
  it.give(sam, ack(1));
  for (const std::uint8_t number : {2, 3}) {
    it.give(noor, post(number, number == 2 ? "123456" : "123"));
    EXPECT_EQ(it.next(noor).posted().client_id(), client(number));
  }
  std::vector<std::string> bodies;
  while (it.has_more(sam)) bodies.push_back(it.next(sam).deliver().body());
  EXPECT_THAT(bodies, ElementsAre("123456", "123456", "123"));
}

TEST_F(RoomMailbox, TakesNoPostPastOneThatCameTooFast) {
  it.limits.frames_burst = 1;
  it.limits.frames_per_second = 1;
  it.restart();
  both_here();
  it.give(noor, post(1));
  it.give(noor, post(2));
  it.advance(1s);
  it.give(noor, post(3));
  EXPECT_EQ(it.next(noor).posted().client_id(), client(1));
  for (const std::uint8_t number : {2, 3}) {
    const auto error = it.next(noor).error();
    EXPECT_EQ(error.code(), wire::Error::TOO_FAST);
    EXPECT_EQ(error.client_id(), client(number));
  }
  for (const std::uint8_t number : {2, 3}) {
    it.advance(1s);
    it.give(noor, post(number));
    EXPECT_EQ(it.next(noor).posted().client_id(), client(number));
  }
  EXPECT_THAT(it.delivered(sam), ElementsAre(1, 2, 3));
}

// The later one is refused first: the earlier one is what it all waits for.
TEST_F(RoomMailbox, WaitsForTheEarliestOfTwoThatItRefused) {
  it.limits.frames_burst = 1;
  it.limits.mailbox_bytes = 5;
  it.restart();
  both_here();
  it.begin(noor, post(1, "123456"));
  it.begin(noor, post(2, "123"));
  it.settle();
  EXPECT_EQ(it.next(noor).error().client_id(), client(2));
  EXPECT_EQ(it.next(noor).error().client_id(), client(1));
  it.later(1s);
  it.give(noor, post(1, "12345"));
  EXPECT_EQ(it.next(noor).posted().client_id(), client(1));
  it.later(1s);
  it.give(noor, post(2, "123"));
  EXPECT_EQ(it.next(noor).error().code(), wire::Error::MAILBOX_FULL);
  it.give(sam, ack(1));
  it.later(1s);
  it.give(noor, post(2, "123"));
  EXPECT_EQ(it.next(noor).posted().client_id(), client(2));
}

// The disk takes nothing for a while, with many posts under way: what comes between a refusal and the next try overtakes nothing either.
TEST_F(RoomMailbox, NothingOvertakesAGroupThatTheDiskRefused) {
  both_here();
  it.store.make_unavailable(true);
  for (std::uint8_t i = 1; i <= 4; ++i) it.begin(noor, post(i));
  it.settle();
  for (std::uint8_t i = 1; i <= 4; ++i) EXPECT_EQ(it.next(noor).error().client_id(), client(i));
  it.give(noor, post(1));  // and again: still nothing
  EXPECT_EQ(it.next(noor).error().client_id(), client(1));
  it.store.make_unavailable(false);
  for (const std::uint8_t i : {4, 5, 3, 2, 6}) {
    it.give(noor, post(i));
    EXPECT_EQ(it.next(noor).error().client_id(), client(i)) << "the first one is not there yet";
  }
  for (std::uint8_t i = 1; i <= 6; ++i) {
    it.give(noor, post(i));
    EXPECT_EQ(it.next(noor).posted().client_id(), client(i));
  }
  EXPECT_THAT(it.delivered(sam), ElementsAre(1, 2, 3, 4, 5, 6));
}

// Its client has encrypted anew what was refused, under other ids: the row begins with those.
TEST_F(RoomMailbox, WaitsForNoPostThatIsGivenUp) {
  both_here();
  it.store.make_unavailable(true);
  it.give(noor, post(1));
  EXPECT_TRUE(it.next(noor).has_error());
  it.store.make_unavailable(false);
  it.give(noor, post(7));
  EXPECT_TRUE(it.next(noor).has_error()) << "it may still come";
  it.later(31s);
  it.give(noor, post(8));
  EXPECT_TRUE(it.next(noor).has_posted());
}

// It came while the one before it might still have come, and comes again and again: it is not the one that was given
// up.
TEST_F(RoomMailbox, TakesAPostThatWaitedBehindOneThatIsGivenUp) {
  both_here();
  it.store.make_unavailable(true);
  it.give(noor, post(1));
  EXPECT_TRUE(it.next(noor).has_error());
  it.store.make_unavailable(false);
  it.later(20s);
  it.give(noor, post(7));
  EXPECT_TRUE(it.next(noor).has_error()) << "it may still come";
  it.later(11s);
  it.give(noor, post(7));
  EXPECT_TRUE(it.next(noor).has_posted());
  it.give(noor, post(8));
  EXPECT_TRUE(it.next(noor).has_posted());
}

TEST_F(RoomMailbox, NothingOvertakesAPostThatWaitedBehindOneThatIsGivenUp) {
  both_here();
  it.store.make_unavailable(true);
  it.give(noor, post(1));
  EXPECT_TRUE(it.next(noor).has_error());
  it.store.make_unavailable(false);
  it.later(20s);
  it.give(noor, post(7));
  EXPECT_TRUE(it.next(noor).has_error());
  it.later(11s);
  it.give(noor, post(8));
  EXPECT_TRUE(it.next(noor).has_error()) << "its client sends 7 again first";
  for (const std::uint8_t number : {7, 8}) {
    it.give(noor, post(number));
    EXPECT_EQ(it.next(noor).posted().client_id(), client(number));
  }
}

TEST_F(RoomMailbox, TakesAPostLongAfterTheOneBeforeItHasExpired) {
  both_here();
  it.give(noor, post(1));
  it.give(sam, ack(1));
  it.advance(std::chrono::days(40));
  it.store.submit({1'000'000, it.id, store::Sweep{std::chrono::floor<std::chrono::days>(it.now.wall)}});
  it.settle();
  it.forget(noor);
  it.give(noor, post(2));
  EXPECT_TRUE(it.next(noor).has_posted());
}

TEST_F(RoomMailbox, ANewConnectionBeginsWithAnyPost) {
  it.limits.mailbox_bytes = 5;
  it.restart();
  both_here();
  it.give(noor, post(1, "123456"));
  it.join(noor + 1, 0);
  it.forget(noor + 1);
  it.give(noor + 1, post(2, "123"));
  EXPECT_TRUE(it.next(noor + 1).has_posted());
}

TEST_F(RoomMailbox, ResumesAfterTheCursorOfTheLogin) {
  it.join(noor, 0);
  for (std::uint8_t i = 1; i <= 3; ++i) it.give(noor, post(i));
  it.join(sam, 1, 2);
  EXPECT_THAT(it.delivered(sam), ElementsAre(3));
}

TEST_F(RoomMailbox, TakesTheCursorOfTheLoginAsAnAcknowledgement) {
  it.join(noor, 0);
  for (std::uint8_t i = 1; i <= 3; ++i) it.give(noor, post(i));
  it.join(sam, 1, 2);
  it.join(sam + 1, 1, 0);
  EXPECT_THAT(it.delivered(sam + 1), ElementsAre(3));
}

TEST_F(RoomMailbox, DeliversAgainWhatWasNotAcknowledged) {
  both_here();
  it.give(noor, post(1));
  it.give(noor, post(2));
  it.give(sam, ack(1));
  it.restart();
  it.join(sam, 1);
  EXPECT_THAT(it.delivered(sam), ElementsAre(2));
}

TEST_F(RoomMailbox, TellsTheSenderHowFarThePartnerHasAcknowledged) {
  both_here();
  it.give(noor, post(1));
  it.give(noor, post(2));
  it.give(sam, ack(2));
  it.join(noor + 1, 0);
  EXPECT_EQ(it.next(noor + 1).logged_in().partner_acked(), 2u);
}

TEST_F(RoomMailbox, GivesARepeatedPostItsOldNumberAndDeliversItOnce) {
  both_here();
  it.give(noor, post(1));
  it.give(noor, post(1));
  EXPECT_EQ(it.next(noor).posted().seq(), 1u);
  EXPECT_EQ(it.next(noor).posted().seq(), 1u);
  EXPECT_THAT(it.delivered(sam), ElementsAre(1));
}

TEST_F(RoomMailbox, DeliversOnceWhatIsSentAgainAfterTheRelayWasKilledBehindTheCommit) {
  both_here();
  it.begin(noor, post(1));
  (void)it.store.commit();  // committed; the relay dies before anyone hears of it
  it.restart();
  it.join(sam, 1);
  EXPECT_THAT(it.delivered(sam), ElementsAre(1));
  it.give(sam, ack(1));
  it.join(noor, 0);
  it.forget(noor);
  it.give(noor, post(1));
  EXPECT_EQ(it.next(noor).posted().seq(), 1u);
  EXPECT_THAT(it.delivered(sam), IsEmpty());
}

TEST_F(RoomMailbox, StoresWhatIsSentAgainAfterTheRelayWasKilledBeforeTheCommit) {
  both_here();
  it.begin(noor, post(1));
  it.restart();
  it.join(sam, 1);
  it.forget(sam);
  it.join(noor, 0);
  it.give(noor, post(1));
  EXPECT_THAT(it.delivered(sam), ElementsAre(1));
}

TEST_F(RoomMailbox, NeverSendsMoreThanItsWindow) {
  RoomLimits limits;
  limits.window_entries = 3;
  it.use(limits);
  both_here();
  for (std::uint8_t i = 1; i <= 8; ++i) it.give(noor, post(i));
  EXPECT_THAT(it.delivered(sam), ElementsAre(1, 2, 3));
  it.give(sam, ack(2));
  EXPECT_THAT(it.delivered(sam), ElementsAre(4, 5));
  it.give(sam, ack(5));
  EXPECT_THAT(it.delivered(sam), ElementsAre(6, 7, 8));
}

TEST_F(RoomMailbox, NeverSendsMoreBytesThanItsWindow) {
  RoomLimits limits;
  limits.window_bytes = 100;
  it.use(limits);
  it.join(noor, 0);
  for (std::uint8_t i = 1; i <= 4; ++i) it.give(noor, post(i, std::string(60, 'x')));
  it.join(sam, 1);
  EXPECT_EQ(it.delivered(sam).size(), 2u);  // a window with place left takes one more, whatever its size
}

TEST_F(RoomMailbox, KeepsTheOrderWhilePagesAndNewPostsMeet) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    RoomLimits limits;
    limits.window_entries = static_cast<std::uint32_t>(1 + random.below(5));
    limits.frames_burst = 10'000;
    RoomHarness room(limits);
    room.join(noor, 0);
    std::uint8_t posted = 0;
    std::vector<std::uint64_t> seen;
    ConnectionId reader = sam;
    bool logged_in = false;
    const auto last_seen = [&] { return seen.empty() ? 0 : seen.back(); };
    const auto take = [&] {
      while (room.has_more(reader)) {
        const auto frame = room.next(reader);
        logged_in |= frame.has_logged_in();
        if (frame.has_deliver()) seen.push_back(frame.deliver().seq());
      }
    };
    room.begin_join(reader, 1);
    for (int step = 0; step < 120; ++step) {
      const auto dice = random.below(10);
      if (dice < 4 && posted < 100) room.begin(noor, post(++posted));
      if (dice == 4 && logged_in) room.begin(reader, ack(last_seen()));
      if (dice == 5) {
        logged_in = false;
        room.begin_join(++reader, 1, last_seen());
      }
      if (dice > 5) {
        for (auto& result : room.store.commit(1 + random.below(3))) room.room->handle_result(std::move(result), room.now);
        room.drain();
      }
      take();
    }
    for (int rest = 0; rest < 200; ++rest) {
      room.settle();
      take();
      room.begin(reader, ack(last_seen()));
    }
    ASSERT_EQ(seen.size(), posted);
    for (std::size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], i + 1);
  }
}

TEST_F(RoomMailbox, IgnoresAnAcknowledgementOfWhatItHasNotSent) {
  RoomLimits limits;
  limits.window_entries = 1;
  it.use(limits);
  both_here();
  it.give(noor, post(1));
  it.give(noor, post(2));
  it.forget(sam);
  it.give(sam, ack(99));
  EXPECT_THAT(it.delivered(sam), ElementsAre(2));
}

TEST_F(RoomMailbox, RefusesAFullMailboxAndSaysWhenToComeAgain) {
  RoomLimits limits;
  limits.mailbox_entries = 2;
  it.use(limits);
  it.join(noor, 0);
  it.give(noor, post(1));
  it.give(noor, post(2));
  it.forget(noor);
  it.give(noor, post(3));
  const auto error = it.next(noor).error();
  EXPECT_EQ(error.code(), wire::Error::MAILBOX_FULL);
  EXPECT_EQ(error.client_id(), std::string(16, 3));
  EXPECT_EQ(error.retry_after(), 60u);
  EXPECT_FALSE(it.is_closed(noor));
}

TEST_F(RoomMailbox, LimitsABytesInARoomsFirstWeekOnly) {
  RoomLimits limits;
  limits.first_week_bytes = 10;
  it.use(limits);
  it.join(noor, 0);
  it.give(noor, post(1, "12345678"));
  it.forget(noor);
  it.advance(std::chrono::days{6} + 23h);
  it.give(noor, post(2, "123"));
  const auto error = it.next(noor).error();
  EXPECT_EQ(error.code(), wire::Error::ROOM_LIMIT);
  EXPECT_EQ(error.retry_after(), 3600u);
  it.advance(1h);
  it.give(noor, post(2, "123"));
  EXPECT_TRUE(it.next(noor).has_posted());
}

TEST_F(RoomMailbox, RenumbersWhatWaitsForAReaderWhoKnowsOfMoreThanALostDatabase) {
  both_here();
  for (std::uint8_t i = 1; i <= 5; ++i) it.give(noor, post(i));
  it.give(sam, ack(5));
  it.store.lose_everything();
  it.restart();
  it.join(noor, 0);
  it.give(noor, post(6, "new"));
  it.join(sam, 1, 5);
  EXPECT_EQ(it.next(sam).logged_in().mailbox_last(), 6u);
  const auto deliver = it.next(sam).deliver();
  EXPECT_EQ(deliver.seq(), 6u);
  EXPECT_EQ(deliver.body(), "new");
  it.give(noor, post(7));
  EXPECT_THAT(it.delivered(sam), ElementsAre(7));
}

TEST_F(RoomMailbox, AnswersAPostWithUnavailableWhereTheStoreIs) {
  both_here();
  it.store.make_unavailable(true);
  it.give(noor, post(1));
  const auto error = it.next(noor).error();
  EXPECT_EQ(error.code(), wire::Error::UNAVAILABLE);
  EXPECT_EQ(error.client_id(), std::string(16, 1));
  EXPECT_GT(error.retry_after(), 0u);
  it.store.make_unavailable(false);
  it.give(noor, post(1));
  EXPECT_EQ(it.next(noor).posted().seq(), 1u);
  EXPECT_THAT(it.delivered(sam), ElementsAre(1));
}

TEST_F(RoomMailbox, AcknowledgesByItselfWhenTheStoreIsBack) {
  both_here();
  it.give(noor, post(1));
  it.store.make_unavailable(true);
  it.give(sam, ack(1));
  ASSERT_TRUE(it.room->next_deadline());
  it.store.make_unavailable(false);
  it.later(5s);
  EXPECT_FALSE(it.room->next_deadline());
  it.restart();
  it.join(sam, 1);
  EXPECT_THAT(it.delivered(sam), IsEmpty());
}

TEST_F(RoomMailbox, ReadsByItselfWhenTheStoreIsBack) {
  it.join(noor, 0);
  it.give(noor, post(1));
  it.begin_join(sam, 1);
  for (auto& result : it.store.commit(1)) it.room->handle_result(std::move(result), it.now);
  it.store.make_unavailable(true, true);
  it.settle();
  it.store.make_unavailable(false);
  EXPECT_THAT(it.delivered(sam), IsEmpty());
  it.later(5s);
  EXPECT_THAT(it.delivered(sam), ElementsAre(1));
}

TEST_F(RoomMailbox, RefusesMoreThanItMayHoldInMemoryWhileTheStoreIsSlow) {
  RoomLimits limits;
  limits.pending_bytes = 100;
  it.use(limits);
  both_here();
  it.begin(noor, post(1, std::string(80, 'x')));
  it.begin(noor, post(2, std::string(80, 'x')));
  EXPECT_EQ(it.next(noor).error().code(), wire::Error::UNAVAILABLE);
  it.settle();
  EXPECT_EQ(it.next(noor).posted().seq(), 1u);
  it.give(noor, post(2, std::string(80, 'x')));
  EXPECT_EQ(it.next(noor).posted().seq(), 2u);
}

TEST_F(RoomMailbox, ReadsNothingBackThatGoesStraightThrough) {
  both_here();
  const auto before = it.asked;
  it.give(noor, post(1));
  EXPECT_EQ(it.asked, before + 1);
}

TEST_F(RoomMailbox, AsksForOneAcknowledgementAtATime) {
  both_here();
  for (std::uint8_t i = 1; i <= 5; ++i) it.give(noor, post(i));
  const auto before = it.asked;
  for (std::uint64_t seq = 1; seq <= 5; ++seq) it.begin(sam, ack(seq));
  EXPECT_EQ(it.asked, before + 1);
  it.settle();
  EXPECT_EQ(it.asked, before + 2);
}

}  // namespace
}  // namespace twinlamp::test

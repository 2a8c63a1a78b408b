#include <gmock/gmock.h>

#include <set>

#include "tests/room/room_harness.h"

namespace twinlamp::test {
namespace {

using State = wire::LatchState;

constexpr ConnectionId noor = 10, sam = 20;

class RoomLatch : public testing::Test {
protected:
  RoomHarness it;
  TestLatch latch{1};

  void SetUp() override { both_here(); }
  void both_here() {
    it.join(noor, 0);
    it.join(sam, 1);
    it.forget(noor);
    it.forget(sam);
  }
  // Only what follows the logins' own answers is kept.
  void both_here_again() {
    it.join(noor, 0);
    EXPECT_TRUE(it.next(noor).has_logged_in());
    it.join(sam, 1);
    EXPECT_TRUE(it.next(sam).has_logged_in());
    std::erase_if(it.inbox[noor], [](const auto& frame) { return frame.has_presence(); });
  }
  State::Status status_of(ConnectionId connection) { return it.next(connection).latch_state().status(); }
  void expect_release(ConnectionId connection) {
    const auto state = it.next(connection).latch_state();
    EXPECT_EQ(state.status(), State::RELEASED);
    EXPECT_EQ(state.latch_id(), latch.id);
    EXPECT_EQ(state.scalar_0(), latch.scalar[0]);
    EXPECT_EQ(state.scalar_1(), latch.scalar[1]);
  }
};

TEST_F(RoomLatch, WaitsForTheSecond) {
  it.give(noor, latch.put(0));
  EXPECT_EQ(status_of(noor), State::WAITING);
  EXPECT_FALSE(it.has_more(sam));
}

TEST_F(RoomLatch, ReleasesToBothOnlyAfterTheCommit) {
  it.give(noor, latch.put(0));
  it.forget(noor);
  it.begin(sam, latch.put(1));
  for (auto& result : it.store.commit()) it.room->handle_result(std::move(result), it.now);
  it.drain();
  EXPECT_FALSE(it.has_more(noor));
  EXPECT_FALSE(it.has_more(sam));
  it.settle();
  expect_release(noor);
  expect_release(sam);
}

TEST_F(RoomLatch, ReleasesWhenBothPutAtTheSameMoment) {
  it.begin(noor, latch.put(0));
  it.begin(sam, latch.put(1));
  it.settle();
  EXPECT_EQ(status_of(noor), State::WAITING);
  expect_release(noor);
  expect_release(sam);
}

TEST_F(RoomLatch, RepeatsTheReleaseAtEachLoginUntilItIsAcknowledged) {
  it.give(noor, latch.put(0));
  it.give(sam, latch.put(1));
  it.restart();
  both_here_again();
  expect_release(noor);
  expect_release(sam);
  it.give(sam, latch.acknowledge());
  EXPECT_FALSE(it.has_more(sam));
  it.restart();
  both_here_again();
  expect_release(noor);
  EXPECT_FALSE(it.has_more(sam));
}

TEST_F(RoomLatch, RepeatsHoweverManyReleasesThereAre) {
  for (std::uint64_t seed = 100; seed < 140; ++seed) {
    const TestLatch one(seed);
    it.give(noor, one.put(0));
    it.give(sam, one.put(1));
    it.advance(1s);
  }
  it.restart();
  it.join(noor, 0);
  std::set<std::string> seen;
  while (it.has_more(noor)) {
    const auto frame = it.next(noor);
    if (frame.has_latch_state()) seen.insert(frame.latch_state().latch_id());
  }
  EXPECT_EQ(seen.size(), 40u);
}

TEST_F(RoomLatch, SurvivesTheRelayKilledBehindTheRelease) {
  it.give(noor, latch.put(0));
  it.begin(sam, latch.put(1));
  for (auto& result : it.store.commit()) it.room->handle_result(std::move(result), it.now);
  it.drain();
  (void)it.store.commit();
  it.restart();
  both_here_again();
  expect_release(noor);
  expect_release(sam);
}

TEST_F(RoomLatch, TakesThePutAgainAfterTheRelayWasKilledBeforeTheRelease) {
  it.give(noor, latch.put(0));
  it.begin(sam, latch.put(1));
  it.restart();
  both_here();
  it.give(sam, latch.put(1));
  expect_release(noor);
  expect_release(sam);
}

TEST_F(RoomLatch, AnswersTheSamePutAgainAlike) {
  it.give(noor, latch.put(0));
  it.give(noor, latch.put(0));
  EXPECT_EQ(status_of(noor), State::WAITING);
  EXPECT_EQ(status_of(noor), State::WAITING);
}

TEST_F(RoomLatch, LeavesATombstoneOnCancel) {
  it.give(noor, latch.cancel());
  EXPECT_EQ(status_of(noor), State::CANCELLED);
  it.forget(sam);
  it.give(sam, latch.put(1));
  EXPECT_EQ(status_of(sam), State::CANCELLED);
}

TEST_F(RoomLatch, AnswersACancelThatComesTooLateWithTheRelease) {
  it.give(noor, latch.put(0));
  it.give(sam, latch.put(1));
  it.forget(noor);
  it.give(noor, latch.cancel());
  expect_release(noor);
}

TEST_F(RoomLatch, CancelsOrReleasesButNeverBothWhenTheyRace) {
  it.give(noor, latch.put(0));
  it.forget(noor);
  it.begin(noor, latch.cancel());
  it.begin(sam, latch.put(1));
  it.settle();
  EXPECT_EQ(status_of(noor), State::CANCELLED);
  while (it.has_more(sam)) EXPECT_EQ(status_of(sam), State::CANCELLED);
}

TEST_F(RoomLatch, SaysNoneOfALatchNobodyHasPut) {
  it.give(noor, latch.get());
  EXPECT_EQ(status_of(noor), State::NONE);
}

TEST_F(RoomLatch, StoresNothingThatDoesNotMatch) {
  it.give(noor, latch.put(0));
  auto wrong = latch.put(1);
  wrong.mutable_latch_put()->set_seal_partner(std::string(32, 'x'));
  it.give(sam, wrong);
  EXPECT_EQ(status_of(sam), State::MISMATCH);
  it.give(sam, latch.put(1));
  expect_release(sam);
}

TEST_F(RoomLatch, RefusesGarbageAsPayment) {
  auto garbage = latch.put(0);
  garbage.mutable_latch_put()->set_scalar(std::string(32, 1));
  it.give(noor, garbage);
  EXPECT_EQ(status_of(noor), State::INVALID);
}

TEST_F(RoomLatch, GivesTheOwnerOfAnOpenOneTheBlob) {
  it.give(noor, latch.open_put(0));
  EXPECT_EQ(status_of(noor), State::WAITING);
  it.give(sam, latch.put(1, "sealed entry"));
  const auto state = it.next(noor).latch_state();
  EXPECT_EQ(state.status(), State::RELEASED);
  EXPECT_EQ(state.blob(), "sealed entry");
  EXPECT_EQ(it.next(sam).latch_state().blob(), "");
}

TEST_F(RoomLatch, BoundsTheLatchesThatWait) {
  RoomLimits limits;
  limits.waiting_latches = 2;
  it.use(limits);
  both_here();
  for (std::uint64_t seed = 1; seed <= 2; ++seed) it.give(noor, TestLatch(seed).put(0));
  it.forget(noor);
  const TestLatch third(3);
  it.give(noor, third.put(0));
  const auto error = it.next(noor).error();
  EXPECT_EQ(error.code(), wire::Error::ROOM_LIMIT);
  EXPECT_EQ(error.latch_id(), third.id);
  it.give(sam, TestLatch(1).put(1));
  it.forget(noor);
  it.give(noor, third.put(0));
  EXPECT_EQ(status_of(noor), State::WAITING);
}

TEST_F(RoomLatch, BoundsTheTombstonesThatAMemberCanMake) {
  RoomLimits limits;
  limits.all_latches = 2;
  it.use(limits);
  both_here();
  for (std::uint64_t seed = 1; seed <= 2; ++seed) it.give(noor, TestLatch(seed).cancel());
  it.forget(noor);
  it.give(noor, TestLatch(3).cancel());
  EXPECT_EQ(it.next(noor).error().code(), wire::Error::ROOM_LIMIT);
}

TEST_F(RoomLatch, BoundsTheBytesOfAllLatches) {
  RoomLimits limits;
  limits.first_week_bytes = 1u << 30;
  limits.latch_bytes = 1u << 20;
  it.use(limits);
  both_here();
  std::size_t stored = 0;
  for (std::uint64_t seed = 100; seed < 200; ++seed) {
    it.give(noor, TestLatch(seed).put(0, std::string(16'384, 'b')));
    const auto frame = it.next(noor);
    if (frame.has_latch_state()) ++stored;
    EXPECT_TRUE(frame.has_latch_state() || frame.error().code() == wire::Error::ROOM_LIMIT);
  }
  EXPECT_EQ(stored, 63u);
  it.give(noor, TestLatch(100).cancel());
  EXPECT_EQ(status_of(noor), State::CANCELLED);
  it.give(noor, TestLatch(199).put(0, std::string(16'384, 'b')));
  EXPECT_EQ(status_of(noor), State::WAITING);
}

TEST_F(RoomLatch, CountsWithWhatIsPostedInTheFirstWeek) {
  RoomLimits limits;
  limits.first_week_bytes = 5000;
  it.use(limits);
  both_here();
  it.give(noor, latch.put(0, std::string(4000, 'b')));
  EXPECT_EQ(status_of(noor), State::WAITING);
  it.give(noor, TestLatch(2).put(0, std::string(4000, 'b')));
  EXPECT_EQ(it.next(noor).error().code(), wire::Error::ROOM_LIMIT);
  it.give(noor, post(1, std::string(1000, 'p')));
  EXPECT_EQ(it.next(noor).error().code(), wire::Error::ROOM_LIMIT);
  it.advance(7 * 24h);
  it.give(noor, TestLatch(2).put(0, std::string(4000, 'b')));
  EXPECT_EQ(status_of(noor), State::WAITING);
}

// A couple that comes back: both have their SEALs, so both PUT again.
TEST_F(RoomLatch, IsMadeAnewByBothWhereItHasExpired) {
  it.give(noor, post(1));
  it.give(noor, latch.put(0));
  it.give(sam, latch.put(1));
  it.advance(91 * 24h);
  it.store.submit({1'000'000, it.id, store::Sweep{std::chrono::floor<std::chrono::days>(it.now.wall)}});
  it.settle();
  it.restart();
  both_here_again();
  it.forget(noor);
  it.give(noor, latch.get());
  EXPECT_EQ(status_of(noor), State::NONE);
  it.give(noor, latch.put(0));
  EXPECT_EQ(status_of(noor), State::WAITING);
  it.forget(sam);
  it.give(sam, latch.put(1));
  expect_release(noor);
  expect_release(sam);
}

TEST_F(RoomLatch, AnswersWithUnavailableAtWhicheverStepTheStoreFails) {
  for (int steps = 0; steps < 2; ++steps) {
    SCOPED_TRACE(steps);
    it.begin(noor, latch.put(0));
    for (auto& result : it.store.commit(steps)) it.room->handle_result(std::move(result), it.now);
    it.drain();
    it.store.make_unavailable(true, true);
    it.settle();
    const auto error = it.next(noor).error();
    EXPECT_EQ(error.code(), wire::Error::UNAVAILABLE);
    EXPECT_EQ(error.latch_id(), latch.id);
    it.store.make_unavailable(false);
  }
  it.give(noor, latch.put(0));
  EXPECT_EQ(status_of(noor), State::WAITING);
}

TEST_F(RoomLatch, TellsANewerSocketOfAReleaseThatItsOlderOneAskedFor) {
  it.give(noor, latch.put(0));
  it.begin(sam, latch.put(1));
  it.begin_join(sam + 1, 1);
  it.settle();
  bool released = false;
  while (it.has_more(sam + 1)) released |= it.next(sam + 1).latch_state().status() == State::RELEASED;
  EXPECT_TRUE(released);
}

TEST_F(RoomLatch, KnowsNothingOfAnotherRoomsLatchOfTheSameName) {
  it.give(noor, latch.put(0));
  it.id = RoomId{8};
  it.restart();
  both_here();
  it.give(noor, latch.get());
  EXPECT_EQ(status_of(noor), State::NONE);
}

}  // namespace
}  // namespace twinlamp::test

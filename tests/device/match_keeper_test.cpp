// What a wish list's keeper rests on, asked directly.
#include <gtest/gtest.h>

#include "protocol/device/match_keeper.h"
#include "tests/support/memory_storage.h"
#include "tests/support/pair_records.h"

namespace twinlamp::test {
namespace {

using match::Vote;

const LatchId latch{3};

struct MatchKeeperTest : testing::Test {
  std::array<PairRecord, 2> records = paired_records(5);
  MemoryStorage disk;
  SeededRandom random{4};
  Transaction transaction;

  static Round round_about(const std::vector<std::string>& items) {
    Round round;
    round.id = {7};
    round.kind = wishes_kind;
    round.wishes = WishRun{items, 1, {}, {}, false};
    return round;
  }
  MatchKeeper opened() { return *MatchKeeper::open(records[0], disk); }
  void vote(MatchKeeper& keeper, const Round& round, const std::vector<Vote>& votes) {
    keeper.begin(round.id, round.wishes->terms(round.id, latch), votes, SealMode::apart, transaction, random);
  }
  // The partner's step 0, with a proof that fits its list.
  Bytes key_of_partner(const Round& round) {
    const auto terms = round.wishes->terms(round.id, latch);
    return match::Run(terms, 1, random.secret<32>(), {Vote::no}).make_step(0, {});
  }
};

// The opening that counts can turn out to be another one: what was checked of the first list says nothing of the second.
TEST_F(MatchKeeperTest, WhatWasCheckedOfOneListIsCheckedAnewOfAnother) {
  auto keeper = opened();
  auto first = round_about({"wishes.a"});
  vote(keeper, first, {Vote::yes});
  first.wishes->said.set(1, 0, key_of_partner(first));
  ASSERT_EQ(keeper.next(first, latch).kind, MatchMove::Kind::step);

  auto second = round_about({"wishes.b"});
  PairState state;
  state.rounds.add(second);
  keeper.forget_what_is_over(state, transaction);
  ASSERT_EQ(keeper.votes(second.id), nullptr);
  vote(keeper, second, {Vote::yes});
  auto spoiled = key_of_partner(second);
  spoiled.back() ^= 1;
  second.wishes->said.set(1, 0, spoiled);
  const auto move = keeper.next(second, latch);
  EXPECT_EQ(move.kind, MatchMove::Kind::broken);
}

TEST_F(MatchKeeperTest, ChangedVotesAreOnTheDiskWithTheTransactionThatChangesThem) {
  auto keeper = opened();
  const auto round = round_about({"wishes.a"});
  vote(keeper, round, {Vote::yes});
  const auto step = keeper.next(round, latch).bytes;
  keeper.change_votes(round.id, {Vote::no}, transaction);
  ASSERT_TRUE(disk.commit(transaction));
  auto again = opened();
  ASSERT_NE(again.votes(round.id), nullptr);
  EXPECT_EQ(*again.votes(round.id), std::vector{Vote::no});
  EXPECT_EQ(again.next(round, latch).bytes, step) << "step 0 tells nothing of it";
}

TEST_F(MatchKeeperTest, RunsWhoseKeysWereDrawnInTheFirstWayCountAsLost) {
  auto keeper = opened();
  auto round = round_about({"wishes.a"});
  vote(keeper, round, {Vote::yes});
  auto old = *transaction.values[MatchKeeper::runs_key];
  ASSERT_EQ(old[0], 2);
  old[0] = 1;
  transaction.values[MatchKeeper::runs_key] = old;
  ASSERT_TRUE(disk.commit(transaction));
  auto again = opened();
  EXPECT_EQ(again.votes(round.id), nullptr);
  round.wishes->said.set(0, 0, key_of_partner(round));  // it was said before
  EXPECT_EQ(again.next(round, latch).kind, MatchMove::Kind::lost);
}

TEST_F(MatchKeeperTest, AnUnknownVersionIsCorruptAndNotTakenForNothing) {
  Transaction unknown;
  unknown.values[MatchKeeper::runs_key] = SecretBytes{9};
  ASSERT_TRUE(disk.commit(unknown));
  EXPECT_EQ(MatchKeeper::open(records[0], disk).error().code, ErrorCode::corrupt);
}

// As a backup that somebody hands over may hold them, beside an honest list's hash.
TEST_F(MatchKeeperTest, VotesThatDoNotFitTheirListAreForgotten) {
  const auto round = round_about({"wishes.a", "wishes.b"});
  PairState state;
  state.rounds.add(round);
  for (const auto& votes : std::vector<std::vector<Vote>>{{}, {Vote::no}, {Vote::no, Vote::no, Vote::no}, {Vote::yes, Vote::yes}}) {
    SCOPED_TRACE(testing::Message() << votes.size() << " votes");
    auto keeper = opened();
    vote(keeper, round, {Vote::yes, Vote::no});
    auto stored = *std::exchange(transaction, {}).values[MatchKeeper::runs_key];
    stored.resize(stored.size() - 3);
    stored.push_back(static_cast<std::uint8_t>(votes.size()));
    for (const auto each : votes) stored.push_back(static_cast<std::uint8_t>(each));
    Transaction changed;
    changed.values[MatchKeeper::runs_key] = stored;
    ASSERT_TRUE(disk.commit(changed));
    auto again = opened();
    again.forget_what_is_over(state, transaction);
    EXPECT_EQ(again.votes(round.id), nullptr);
    EXPECT_EQ(again.next(round, latch).kind, MatchMove::Kind::nothing) << "the person votes anew";
    disk = {};
  }
}

TEST_F(MatchKeeperTest, AVoteThatNobodyCanGiveIsCorrupt) {
  auto keeper = opened();
  vote(keeper, round_about({"wishes.a"}), {Vote::yes});
  transaction.values[MatchKeeper::runs_key]->back() = 3;
  ASSERT_TRUE(disk.commit(transaction));
  EXPECT_EQ(MatchKeeper::open(records[0], disk).error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace twinlamp::test

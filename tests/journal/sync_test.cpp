#include "protocol/journal/sync.h"

#include <gtest/gtest.h>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using test::Couple;
using test::Shelf;

struct SyncTest : testing::Test {
  Couple couple;

  void SetUp() override {
    for (int count = 0; count < 5; ++count) couple.cover(0);
    for (int count = 0; count < 3; ++count) couple.cover(1);
    couple.sync();
  }
  SyncHave said_by(Slot slot) { return have_of(couple.shelf[slot].logs[slot], couple.shelf[slot].logs[1 - slot]); }
  SyncPlan plan_of(Slot slot, const SyncHave& have, std::uint64_t batch = 256) {
    const auto& shelf = couple.shelf[slot];
    return plan_sync(shelf.logs[slot], shelf.logs[1 - slot], have, shelf, batch);
  }
};

TEST_F(SyncTest, SendsNothingWhenBothHaveAll) {
  const auto plan = plan_of(0, said_by(1));
  EXPECT_EQ(plan.verdict, SyncVerdict::fine);
  EXPECT_GT(plan.from, plan.to);
  EXPECT_FALSE(plan.wants_theirs);
}

TEST_F(SyncTest, SendsWhatThePartnerDoesNotHave) {
  couple.cover(0);
  couple.cover(0);
  const auto plan = plan_of(0, said_by(1));
  EXPECT_EQ(plan.verdict, SyncVerdict::fine);
  EXPECT_EQ(plan.from, 6u);
  EXPECT_EQ(plan.to, 7u);
}

TEST_F(SyncTest, SendsNoMoreThanABatch) {
  for (int count = 0; count < 10; ++count) couple.cover(0);
  const auto plan = plan_of(0, said_by(1), 4);
  EXPECT_EQ(plan.from, 6u);
  EXPECT_EQ(plan.to, 9u);
}

TEST_F(SyncTest, SaysTheSameToTheSameHave) {
  couple.cover(0);
  const auto have = said_by(1);
  const auto first = plan_of(0, have), second = plan_of(0, have);
  EXPECT_EQ(first.from, second.from);
  EXPECT_EQ(first.to, second.to);
}

TEST_F(SyncTest, WantsWhatThePartnerHasWritten) {
  couple.cover(1);
  EXPECT_TRUE(plan_of(0, said_by(1)).wants_theirs);
}

TEST_F(SyncTest, FindsAForkInEitherLogAtHeadAndBelow) {
  auto have = said_by(1);
  have.head_of_mine[0] ^= 1;
  EXPECT_EQ(plan_of(0, have).verdict, SyncVerdict::fork);
  have = said_by(1);
  have.head_of_theirs[0] ^= 1;
  EXPECT_EQ(plan_of(0, have).verdict, SyncVerdict::peer_is_forked);
  have = said_by(1);
  couple.cover(0);
  have.head_of_mine[0] ^= 1;
  EXPECT_EQ(plan_of(0, have).verdict, SyncVerdict::fork);
}

TEST_F(SyncTest, ShowsThatTheirLogWentTwoWaysWhateverItSaysOfMine) {
  auto have = said_by(1);
  EXPECT_FALSE(plan_of(0, have).shows_two_of_theirs);
  have.head_of_theirs[0] ^= 1;
  auto plan = plan_of(0, have);
  EXPECT_EQ(plan.verdict, SyncVerdict::peer_is_forked);
  EXPECT_TRUE(plan.shows_two_of_theirs);
  have.head_of_mine[0] ^= 1;
  plan = plan_of(0, have);
  EXPECT_EQ(plan.verdict, SyncVerdict::fork);
  EXPECT_TRUE(plan.shows_two_of_theirs);
}

TEST_F(SyncTest, AStoreThatDoesNotAnswerContradictsNobody) {
  struct : EntryMarks {
    std::optional<EntryMark> mark(std::uint8_t, std::uint64_t) const override { return std::nullopt; }
  } silent;
  const auto have = said_by(1);
  couple.cover(0);
  couple.cover(1);
  couple.sync();
  const auto& shelf = couple.shelf[0];
  const auto plan = plan_sync(shelf.logs[0], shelf.logs[1], have, silent);
  EXPECT_EQ(plan.verdict, SyncVerdict::peer_is_restored);
  EXPECT_FALSE(plan.shows_two_of_theirs);
}

TEST_F(SyncTest, NoticesThatIWasRestoredFromABackup) {
  const auto have = said_by(1);
  couple.shelf[0] = Shelf();
  EXPECT_EQ(plan_of(0, have).verdict, SyncVerdict::i_am_restored);
}

TEST_F(SyncTest, NoticesThatThePartnerWasRestoredFromABackup) {
  couple.shelf[1] = Shelf();
  EXPECT_EQ(plan_of(0, said_by(1)).verdict, SyncVerdict::peer_is_restored);
}

TEST_F(SyncTest, RefusesACountWithoutAHead) {
  auto have = said_by(1);
  have.head_of_mine = {};
  EXPECT_EQ(plan_of(0, have).verdict, SyncVerdict::malformed);
  have = said_by(1);
  have.of_theirs = 0;
  EXPECT_EQ(plan_of(0, have).verdict, SyncVerdict::malformed);
}

TEST_F(SyncTest, EndsInStepWhateverIsLost) {
  for (auto seed = 0u; seed < 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Couple pair(seed);
    for (int step = 0; step < 60; ++step) {
      const auto slot = static_cast<Slot>(pair.random.below(2));
      pair.cover(slot);
      if (pair.random.below(3) != 0) continue;
      auto& sender = pair.shelf[slot];
      auto& receiver = pair.shelf[1 - slot];
      const auto have = have_of(receiver.logs[1 - slot], receiver.logs[slot]);
      const auto plan = plan_sync(sender.logs[slot], sender.logs[1 - slot], have, sender, 7);
      ASSERT_EQ(plan.verdict, SyncVerdict::fine);
      for (const auto& [place, entry] : sender.entries) {
        if (place.author != slot || entry.header().seq < plan.from || entry.header().seq > plan.to) continue;
        if (pair.random.below(8) == 0) break;  // the rest is lost on the way
        ASSERT_TRUE(receiver.accept(entry));
      }
    }
    pair.sync();
    EXPECT_EQ(pair.shelf[0].entries.size(), pair.shelf[1].entries.size());
  }
}

}  // namespace
}  // namespace twinlamp

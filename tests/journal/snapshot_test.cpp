#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using test::Couple;
using test::fingerprint;

void live_a_little(Couple& couple, int rounds) {
  couple.profile(0, "Noor");
  couple.profile(1, "Sam");
  for (int number = 0; number < rounds; ++number) {
    couple.play("card-" + std::to_string(number), 1 + static_cast<std::uint32_t>(number % 3), 1 + static_cast<std::uint32_t>(number % 9));
    couple.now_ms += 20 * 3'600'000;
  }
}

TEST(Snapshot, WithTheTailIsTheSameAsTheWholeFold) {
  Couple couple;
  live_a_little(couple, 12);
  const auto journal = couple.journal();
  const auto expected = fingerprint(couple.state_of(0));
  for (std::size_t cut = 0; cut <= journal.size(); cut += 7) {
    SCOPED_TRACE(testing::Message() << "after " << cut);
    Fold before(couple.keys);
    for (std::size_t at = 0; at < cut; ++at) before.insert(journal[at]);
    auto after = Fold::restore(couple.keys, before.snapshot());
    ASSERT_TRUE(after);
    for (const auto& entry : journal)
      if (after->resume_from() <= entry.order()) after->insert(entry);
    EXPECT_EQ(fingerprint(after->state()), expected);
  }
}

TEST(Snapshot, ComesBackFromItsBytesUnchanged) {
  Couple couple;
  live_a_little(couple, 5);
  couple.open(0, "unfinished");
  couple.skip(0, "a card");
  couple.sync();
  const auto bytes = state_to_bytes(couple.state_of(0), {7, 1});
  PairState state;
  const auto frontier = state_from_bytes(bytes, state);
  ASSERT_TRUE(frontier);
  EXPECT_EQ(*frontier, (EntryOrder{7, 1}));
  EXPECT_EQ(state_to_bytes(state, {7, 1}), bytes);
}

// It is read whole at each start: what a round leaves in it is bounded, and its texts are most of what is not a hash.
TEST(Snapshot, HoldsLittleOfARoundThatIsOver) {
  Couple couple;
  couple.answers = {std::string(100, 'a'), std::string(100, 'b')};
  const auto size_after = [&](int rounds) {
    for (int round = 0; round < rounds; ++round) couple.play("card", 1, 2, times_opened(couple.state_of(0), "card"));
    return state_to_bytes(couple.state_of(0), {}).size();
  };
  const auto before = size_after(2);
  const auto grown = (size_after(10) - before) / 10;
  EXPECT_GT(grown, 200u) << "both answers are in it";
  EXPECT_LT(grown, 760u);
}

TEST(Snapshot, KeepsASealThatIsStillToOpen) {
  Couple couple;
  const auto round = couple.open(0, "card");
  couple.seal(0, round, "my answer");
  couple.sync();
  const auto state = couple.state_of(0);
  PairState restored;
  ASSERT_TRUE(state_from_bytes(state_to_bytes(state, {}), restored));
  const auto *before = test::round_of(state, round).seal_of(0), *after = test::round_of(restored, round).seal_of(0);
  ASSERT_TRUE(before && after);
  EXPECT_FALSE(after->ciphertext.empty());
  EXPECT_EQ(after->ciphertext, before->ciphertext);
  EXPECT_EQ(after->salt, before->salt);
  EXPECT_EQ(after->nonce, before->nonce);
  EXPECT_EQ(after->boxed_scalar, before->boxed_scalar);
}

TEST(Snapshot, EveryTruncationIsCorrupt) {
  Couple couple;
  live_a_little(couple, 1);
  const auto bytes = state_to_bytes(couple.state_of(0), {7, 1});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    PairState state;
    const auto read = state_from_bytes(ByteView(bytes).first(size), state);
    ASSERT_FALSE(read) << "size " << size;
    ASSERT_EQ(read.error().code, ErrorCode::corrupt);
  }
}

TEST(Snapshot, NoFlippedByteCrashesIt) {
  Couple couple;
  live_a_little(couple, 1);
  const auto bytes = state_to_bytes(couple.state_of(0), {7, 1});
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto flipped = bytes;
    flipped[at] ^= 0xff;
    PairState state;
    const auto read = state_from_bytes(flipped, state);
    if (at < 18) {
      EXPECT_FALSE(read) << "byte " << at;
    }
  }
}

TEST(Snapshot, OfAnEmptyFoldIsRestored) {
  Couple couple;
  const auto fold = Fold::restore(couple.keys, Fold(couple.keys).snapshot());
  ASSERT_TRUE(fold);
  EXPECT_EQ(fold->resume_from(), EntryOrder{});
}

TEST(Snapshot, DoesNotHoldThePairsSeeds) {
  Couple couple;
  live_a_little(couple, 1);
  const auto bytes = state_to_bytes(couple.state_of(0), {});
  for (const auto& key : {couple.keys.pair_seed, couple.keys.latch_seed})
    EXPECT_EQ(text_of(bytes).find(text_of(key.view())), std::string_view::npos);
}

}  // namespace
}  // namespace twinlamp

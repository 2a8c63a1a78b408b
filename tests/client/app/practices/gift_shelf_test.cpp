#include "client/app/practices/gift_shelf.h"

#include <gtest/gtest.h>

namespace twinlamp::client {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr Slot me = 1, giver = 0;

WallTime at(int day, int hour, int minute = 0) {  // of November 2026, UTC
  return WallTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / day) + hours(hour) + minutes(minute));
}

class GiftShelfTest : public testing::Test {
protected:
  EntryId give(GiftMoment moment, WallTime sent, WallTime when = {}, Slot from = giver) {
    auto gift = std::make_shared<Gift>();
    gift->from = from;
    gift->kind = static_cast<std::uint16_t>(GiftKind::affirmation);
    gift->text = "I love you";
    gift->seq = ++state_.last_seq[from];
    gift->id[0] = from, gift->id[1] = static_cast<std::uint8_t>(gift->seq);
    gift->sent = sent;
    gift->moment = static_cast<std::uint8_t>(moment);
    gift->at = when;
    state_.gifts.push_back(gift);
    return gift->id;
  }
  void take_back(const EntryId& id) {
    std::erase_if(state_.gifts, [&](const auto& gift) { return gift->id == id; });
  }
  bool look(WallTime now) {
    return shelf_.update(state_, me, now, [this](WallTime) { return offset_; });
  }
  void restart() {
    auto read = GiftShelf::parse(shelf_.encode());
    ASSERT_TRUE(read);
    shelf_ = std::move(*read);
  }
  using Ids = std::vector<EntryId>;

  PairState state_;
  GiftShelf shelf_;
  minutes offset_{60};
};

TEST_F(GiftShelfTest, AGiftForNowIsThereAtOnce) {
  const auto gift = give(GiftMoment::now, at(10, 20));
  EXPECT_TRUE(look(at(10, 20)));
  EXPECT_EQ(shelf_.fresh(), Ids{gift});
  EXPECT_FALSE(look(at(10, 21))) << "it is no news twice";
}

TEST_F(GiftShelfTest, AGiftForNowOfAGiverWhoseClockIsAheadIsThereAtOnceToo) {
  give(GiftMoment::now, at(25, 20));
  EXPECT_TRUE(look(at(10, 20)));
}

TEST_F(GiftShelfTest, AGiftForTheMorningIsHiddenUntilSevenOfThisDevicesClock) {
  const auto gift = give(GiftMoment::morning, at(10, 20));
  EXPECT_FALSE(look(at(10, 20, 1)));
  EXPECT_TRUE(shelf_.is_waiting(gift));
  EXPECT_EQ(shelf_.next_moment(), at(11, 6));
  EXPECT_FALSE(look(at(11, 5, 59)));
  EXPECT_TRUE(shelf_.fresh().empty());
  EXPECT_TRUE(look(at(11, 6)));
  EXPECT_EQ(shelf_.fresh(), Ids{gift});
  EXPECT_EQ(shelf_.next_moment(), std::nullopt);
}

TEST_F(GiftShelfTest, OneThatComesAfterItsMorningIsThereAtOnce) {
  give(GiftMoment::morning, at(10, 20));
  EXPECT_TRUE(look(at(11, 9)));
}

TEST_F(GiftShelfTest, IsNeverEarlyWhileTheirZoneChangesBackAndForth) {
  const auto gift = give(GiftMoment::morning, at(10, 20));
  look(at(10, 20, 1));
  offset_ = hours(10);  // 6:30 in the morning there, and the night at home goes on
  EXPECT_FALSE(look(at(10, 20, 30)));
  EXPECT_EQ(shelf_.next_moment(), at(10, 21));
  offset_ = minutes(60);
  EXPECT_FALSE(look(at(10, 21, 30)));
  EXPECT_TRUE(shelf_.is_waiting(gift));
  EXPECT_EQ(shelf_.next_moment(), at(11, 6));
}

TEST_F(GiftShelfTest, OnceSeenItStaysSeenWhateverTheClockDoes) {
  const auto gift = give(GiftMoment::morning, at(10, 20));
  look(at(11, 6));
  offset_ = -hours(8);
  EXPECT_FALSE(look(at(10, 21)));
  EXPECT_FALSE(shelf_.is_waiting(gift));
  restart();
  look(at(10, 21));
  EXPECT_FALSE(shelf_.is_waiting(gift));
}

TEST_F(GiftShelfTest, WhatWaitsStillWaitsAfterARestart) {
  const auto gift = give(GiftMoment::at, at(10, 20), at(14, 12));
  look(at(10, 20));
  restart();
  EXPECT_FALSE(look(at(14, 11, 59)));
  EXPECT_TRUE(shelf_.is_waiting(gift));
  EXPECT_TRUE(look(at(14, 12)));
}

TEST_F(GiftShelfTest, WhatIsTakenBackIsNeverSeen) {
  const auto gift = give(GiftMoment::morning, at(10, 20));
  const auto other = give(GiftMoment::now, at(10, 20));
  look(at(10, 20));
  take_back(gift);
  take_back(other);
  EXPECT_FALSE(look(at(11, 9)));
  EXPECT_TRUE(shelf_.fresh().empty());
  EXPECT_FALSE(shelf_.is_waiting(gift));
}

TEST_F(GiftShelfTest, WhatOneHasGivenOneselfIsNoNews) {
  give(GiftMoment::now, at(10, 20), {}, me);
  give(GiftMoment::morning, at(10, 20), {}, me);
  EXPECT_FALSE(look(at(11, 9)));
  EXPECT_TRUE(shelf_.fresh().empty());
}

TEST_F(GiftShelfTest, AreFreshUntilTheyAreLookedAtInTheOrderOfTheirMoment) {
  const auto late = give(GiftMoment::at, at(10, 20), at(12, 12));
  const auto early = give(GiftMoment::morning, at(10, 20));
  look(at(10, 20));
  EXPECT_TRUE(look(at(13, 9)));
  EXPECT_EQ(shelf_.fresh(), (Ids{early, late}));
  restart();
  EXPECT_EQ(shelf_.fresh(), (Ids{early, late}));
  shelf_.look();
  EXPECT_TRUE(shelf_.fresh().empty());
  restart();
  EXPECT_FALSE(look(at(13, 10)));
  EXPECT_TRUE(shelf_.fresh().empty());
}

TEST_F(GiftShelfTest, IsToBeKeptOnlyAfterAChange) {
  give(GiftMoment::morning, at(10, 20));
  look(at(10, 20));
  EXPECT_TRUE(shelf_.take_changed());
  look(at(10, 21));
  EXPECT_FALSE(shelf_.take_changed());
  shelf_.look();
  EXPECT_FALSE(shelf_.take_changed());
  look(at(11, 6));
  EXPECT_TRUE(shelf_.take_changed());
}

TEST_F(GiftShelfTest, DrawsNoneAgainBeforeAllWereDrawn) {
  Ids jar;
  for (std::uint8_t i = 0; i < 7; ++i) jar.push_back(EntryId{9, i});
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SeededRandom random(seed);
    shelf_ = {};
    EntryId last{};
    for (int turn = 0; turn < 4; ++turn) {
      std::set<EntryId> drawn;
      for (std::size_t i = 0; i < jar.size(); ++i) {
        const auto one = shelf_.draw(jar, random);
        ASSERT_TRUE(one);
        ASSERT_TRUE(i > 0 || *one != last) << "not the same twice in a row";
        ASSERT_TRUE(drawn.insert(last = *one).second) << "seed " << seed << " turn " << turn;
        if (i == 3) restart();
      }
      ASSERT_EQ(drawn.size(), jar.size());
    }
    const EntryId newest{8, static_cast<std::uint8_t>(seed)};
    auto fuller = jar;
    fuller.push_back(newest);
    EXPECT_EQ(shelf_.draw(fuller, random), newest) << "all the others were drawn";
  }
}

TEST_F(GiftShelfTest, DrawsNothingFromAnEmptyJarAndTheOnlyOneAgainAndAgain) {
  SeededRandom random(1);
  EXPECT_EQ(shelf_.draw({}, random), std::nullopt);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(shelf_.draw({EntryId{4}}, random), EntryId{4});
}

TEST_F(GiftShelfTest, EveryTruncationIsMalformed) {
  give(GiftMoment::morning, at(10, 20));
  give(GiftMoment::now, at(10, 20));
  look(at(10, 20));
  shelf_.nudge(20'000);
  const auto bytes = shelf_.encode();
  ASSERT_TRUE(GiftShelf::parse(bytes));
  EXPECT_EQ(GiftShelf::parse(bytes)->nudged_on(), 20'000);
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(GiftShelf::parse(ByteView(bytes).first(size))) << size;
  auto longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(GiftShelf::parse(longer));
}

TEST_F(GiftShelfTest, NoFlippedByteCrashesIt) {
  give(GiftMoment::morning, at(10, 20));
  look(at(10, 20));
  const auto bytes = shelf_.encode();
  for (std::size_t place = 0; place < bytes.size(); ++place) {
    auto flipped = bytes;
    flipped[place] ^= 0xff;
    static_cast<void>(GiftShelf::parse(flipped));
  }
  auto other_version = bytes;
  other_version[0] ^= 1;
  EXPECT_FALSE(GiftShelf::parse(other_version));
}

}  // namespace
}  // namespace twinlamp::client

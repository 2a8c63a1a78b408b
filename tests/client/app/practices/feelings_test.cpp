#include "client/app/practices/feelings.h"

#include <gtest/gtest.h>

#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

using Evening = FeelingsFacts::Evening;

const std::string daily = "feelings" ".today";

class FeelingsBookTest : public testing::Test {
protected:
  FeelingsBookTest() { state_.depth.fill(1); }

  // A day after the first, at 21:47 here.
  void name(int day, const FeelingAnswer& mine, const FeelingAnswer& partners, const std::string& card = daily, int minutes = 0) {
    auto round = round_of(card, ++number_);
    reveal(round, "words", "words");
    round.revealed_at = at(day * 24 * 60 + minutes);
    for (const auto& [slot, answer] : {std::pair{me, mine}, {partner, partners}}) {
      const auto bytes = *answer_to_bytes(answer);
      round.sides[slot].answer = SecretBytes(bytes.begin(), bytes.end());
    }
    close(round);
    book_.note(round, me, wording_);
    state_.rounds.add(round);
  }
  FeelingsRef facts() { return book_.facts(state_, wording_); }

  Wording wording_ = wording();
  FeelingsBook book_;
  PairState state_;
  std::uint8_t number_ = 0;
};

TEST_F(FeelingsBookTest, HasTheDailyCardOfTheDecks) {
  EXPECT_EQ(facts()->card, daily);
  EXPECT_TRUE(facts()->last.empty());
}

TEST_F(FeelingsBookTest, HasOneFeelingOfEachDayTheLastInWords) {
  name(0, {"calm", "at-ease", 2, ""}, {"close", "longing", 4, ""});
  name(1, {"glad", "amused", 3, ""}, {"close", "wie daheim", 5, ""});
  name(1, {"tired", "sleepy", 1, ""}, {"calm", "safe", 2, ""}, "feelings.right-now", 30);
  const auto made = facts();
  ASSERT_EQ(made->mine.size(), 2u);
  EXPECT_EQ(made->mine[0].word, "at ease");
  EXPECT_EQ(made->mine[1].word, "sleepy");
  EXPECT_EQ(made->mine[1].strength, 1);
  EXPECT_EQ(made->mine[1].day - made->mine[0].day, std::chrono::days(1));
  EXPECT_EQ(made->partners[1].word, "safe");
  EXPECT_EQ(made->last_day, made->mine[1].day) << "of the daily card";
}

TEST_F(FeelingsBookTest, IsTheSameThingWhileNothingChanges) {
  name(0, {"calm", "safe", 2, ""}, {"calm", "safe", 2, ""});
  const auto made = facts();
  EXPECT_EQ(facts(), made);
  name(1, {"calm", "safe", 2, ""}, {"calm", "safe", 2, ""});
  EXPECT_NE(facts(), made);
}

TEST_F(FeelingsBookTest, PassesOverWhatIsNotOpenOrNoFeeling) {
  auto sealed = round_of(daily, 9);
  seal(sealed, me);
  book_.note(sealed, me, wording_);
  auto text = round_of(light, 8);
  reveal(text, "words", "words");
  book_.note(text, me, wording_);
  EXPECT_TRUE(facts()->mine.empty());
}

TEST_F(FeelingsBookTest, HoldsNothingOfDesireWhateverARoundSaysOfItself) {
  name(0, {"calm", "safe", 2, ""}, {"glad", "amused", 4, ""});
  name(0, {"alone", "forgotten", 4, ""}, {"close", "longing", 5, ""}, "desire.not-in-the-mood", 30);
  auto disguised = round_of("desire.not-in-the-mood", 99);
  reveal(disguised, "words", "words");
  disguised.practice = 1;
  disguised.revealed_at = at(3 * 24 * 60);
  book_.note(disguised, me, wording_);
  const auto made = facts();
  ASSERT_EQ(made->mine.size(), 1u);
  EXPECT_EQ(made->mine[0].word, "safe") << "and the day's check-in stays";
  EXPECT_EQ(made->partners[0].word, "amused");
}

TEST_F(FeelingsBookTest, OffersWhatSuitsBothAnswersTogether) {
  const struct {
    FeelingAnswer mine, partners;
    Evening evening;
  } cases[] = {
      {{"glad", "amused", 4, ""}, {"close", "loved", 3, ""}, Evening::high},
      {{"glad", "amused", 5, ""}, {"sad", "low", 3, ""}, Evening::low},
      {{"tired", "drained", 5, ""}, {"tired", "drained", 5, ""}, Evening::low},
      {{"glad", "amused", 5, ""}, {"glad", "amused", 1, ""}, Evening::apart},
      {{"calm", "safe", 2, ""}, {"sad", "low", 1, ""}, Evening::apart},
      {{"calm", "safe", 2, ""}, {"calm", "safe", 1, ""}, Evening::unknown},
  };
  int day = 0;
  for (const auto& each : cases) {
    SCOPED_TRACE(each.mine.word + ", " + each.partners.word);
    name(day++, each.mine, each.partners);
    const auto mine = facts();
    EXPECT_EQ(mine->evening, each.evening);
    EXPECT_LE(mine->offers.size(), 3u);
    EXPECT_EQ(mine->offers.empty(), each.evening == Evening::unknown);
    for (const auto& offer : mine->offers) {
      const auto& card = *cards().find(offer.card);
      EXPECT_TRUE(each.evening == Evening::high ? card.after.high : each.evening == Evening::low ? card.after.low : card.after.apart);
      EXPECT_LE(card.depth, 1);
    }
    // The partner's device comes to the same.
    FeelingsBook theirs;
    for (const auto& round : state_.rounds) theirs.note(*round, partner, wording_);
    const auto other = theirs.facts(state_, wording_);
    EXPECT_EQ(other->evening, mine->evening);
    EXPECT_EQ(other->offers.size(), mine->offers.size());
    for (std::size_t i = 0; i < mine->offers.size(); ++i) EXPECT_EQ(other->offers[i].card, mine->offers[i].card);
  }
}

TEST_F(FeelingsBookTest, OffersNothingThatIsOpenAlready) {
  name(0, {"sad", "low", 4, ""}, {"calm", "safe", 2, ""});
  const auto before = facts();
  ASSERT_FALSE(before->offers.empty());
  state_.rounds.add(round_of(before->offers[0].card, 77));
  const auto now = facts();
  for (const auto& offer : now->offers) EXPECT_NE(offer.card, before->offers[0].card);
}

}  // namespace
}  // namespace twinlamp::client::test

#include "protocol/round/tonight.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using test::Couple;

CardFacts card(const std::string& id, std::uint8_t practice, std::uint8_t depth, bool about_now = false) {
  return {id, 1, practice, depth, 1, about_now};
}

struct TonightTest : testing::Test {
  Couple couple;
  std::vector<CardFacts> cards;

  void SetUp() override {
    for (std::uint8_t practice : {1, 3, 5, 6})
      for (std::uint8_t depth = 1; depth <= 3; ++depth)
        for (int number = 0; number < 3; ++number)
          cards.push_back(card(std::to_string(practice) + "." + std::to_string(depth) + "." + std::to_string(number), practice, depth));
  }
  std::optional<Suggestion> suggest() {
    couple.sync();
    return tonight(couple.state_of(0), cards);
  }
  const CardFacts& facts_of(const std::string& id) {
    return *std::find_if(cards.begin(), cards.end(), [&id](const CardFacts& facts) { return facts.id == id; });
  }
  void play(const std::string& id) {
    const auto& facts = facts_of(id);
    couple.play(id, facts.depth, facts.practice, times_opened(couple.state_of(0), id));
  }
};

TEST_F(TonightTest, SuggestsNothingWithoutCards) {
  cards.clear();
  EXPECT_FALSE(suggest());
}

TEST_F(TonightTest, IsTheSameOnBothDevicesAndInAnyOrderOfTheCards) {
  for (int evening = 0; evening < 12; ++evening) {
    couple.sync();
    const auto expected = tonight(couple.state_of(0), cards);
    auto shuffled = cards;
    for (std::size_t at = shuffled.size(); at > 1; --at) std::swap(shuffled[at - 1], shuffled[couple.random.below(at)]);
    EXPECT_EQ(tonight(couple.state_of(1), shuffled), expected);
    play(expected->card_id);
  }
}

TEST_F(TonightTest, BelongsToThePair) {
  std::set<std::string> first;
  for (auto seed = 0u; seed < 20; ++seed) first.insert(tonight(Couple(seed).state_of(0), cards)->card_id);
  EXPECT_GT(first.size(), 3u);
}

TEST_F(TonightTest, BeginsAtDepthOne) { EXPECT_EQ(facts_of(suggest()->card_id).depth, 1); }

TEST_F(TonightTest, PrefersARoundThatWaitsForBoth) {
  const auto round = couple.open(0, "2.1.0", 1, 2);
  const auto suggestion = suggest();
  EXPECT_EQ(suggestion->why, Suggestion::Why::unfinished);
  EXPECT_EQ(suggestion->round_id, round);
}

TEST_F(TonightTest, SuggestsSomethingElseOnceARoundIsOpenToBoth) {
  const auto open = suggest()->card_id;
  couple.play_to_reveal(open, 1, facts_of(open).practice);
  const auto suggestion = suggest();
  EXPECT_EQ(suggestion->why, Suggestion::Why::fresh);
  EXPECT_NE(suggestion->card_id, open);
  EXPECT_EQ(tonight(couple.state_of(1), cards), suggestion);
}

TEST_F(TonightTest, RotatesThePractices) {
  std::vector<int> practices;
  for (int evening = 0; evening < 8; ++evening) {
    const auto id = suggest()->card_id;
    practices.push_back(facts_of(id).practice);
    play(id);
  }
  EXPECT_EQ(std::set<int>(practices.begin(), practices.begin() + 4).size(), 4u);
  EXPECT_EQ(std::set<int>(practices.begin() + 4, practices.end()).size(), 4u);
}

TEST_F(TonightTest, ClimbsOneDepthOnceBothWereHeard) {
  cards.erase(std::remove_if(cards.begin(), cards.end(), [](const CardFacts& facts) { return facts.practice != 3; }), cards.end());
  for (const int depth : {1, 2, 3}) {
    const auto id = suggest()->card_id;
    EXPECT_EQ(facts_of(id).depth, depth);
    play(id);
  }
}

TEST_F(TonightTest, StepsDownAfterARoundThatStayedUnanswered) {
  cards.erase(std::remove_if(cards.begin(), cards.end(), [](const CardFacts& facts) { return facts.practice != 3; }), cards.end());
  play(suggest()->card_id);
  const auto deeper = suggest()->card_id;
  ASSERT_EQ(facts_of(deeper).depth, 2);
  couple.close(0, couple.open(0, deeper, 2, 3), false);
  EXPECT_EQ(facts_of(suggest()->card_id).depth, 1);
}

TEST_F(TonightTest, NoCardComesTwiceBeforeAllThatFitHaveBeenUsed) {
  std::map<std::string, int> played;
  for (std::size_t evening = 0; evening < cards.size(); ++evening) {
    const auto id = suggest()->card_id;
    EXPECT_EQ(played[id]++, 0) << id << " on evening " << evening;
    play(id);
  }
  EXPECT_EQ(played.size(), cards.size());
  const auto again = suggest();
  ASSERT_TRUE(again) << "content never runs out";
  EXPECT_EQ(again->why, Suggestion::Why::asked_again);
}

TEST_F(TonightTest, ACardAboutNowMayReturnAfterNinetyDays) {
  cards = {card("2.now", 2, 1, true)};
  for (int number = 0; number < 50; ++number) cards.push_back(card("3." + std::to_string(number), 3, 1));
  play("2.now");
  EXPECT_NE(suggest()->card_id, "2.now");
  for (int day = 0; day < 89; ++day) couple.now_ms += 86'400'000;
  couple.cover(0);
  play("3.0");
  EXPECT_NE(suggest()->card_id, "2.now");
  couple.now_ms += 2ll * 86'400'000;
  play("3.1");
  EXPECT_EQ(suggest()->card_id, "2.now");
  EXPECT_EQ(suggest()->why, Suggestion::Why::asked_again);
}

TEST_F(TonightTest, ASkippedCardGivesWayUntilTheNextRound) {
  const auto first = suggest()->card_id;
  couple.skip(1, first);
  const auto second = suggest()->card_id;
  EXPECT_NE(second, first);
  play(second);
  EXPECT_NE(suggest()->card_id, second);
}

TEST_F(TonightTest, WhenAllWereSkippedTheFirstComesRoundAgain) {
  cards.resize(3);
  std::vector<std::string> seen;
  for (int turn = 0; turn < 3; ++turn) {
    seen.push_back(suggest()->card_id);
    couple.skip(0, seen.back());
  }
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 3u);
  EXPECT_EQ(suggest()->card_id, seen.front());
}

TEST_F(TonightTest, NeverSuggestsDesireByItself) {
  cards = {card("desire.a", 4, 1)};
  EXPECT_FALSE(suggest());
}

TEST_F(TonightTest, ASkippedUnfinishedRoundGivesWay) {
  couple.open(0, "2.1.0", 1, 2);
  couple.skip(0, "2.1.0");
  const auto suggestion = suggest();
  EXPECT_EQ(suggestion->why, Suggestion::Why::fresh);
  EXPECT_NE(suggestion->card_id, "2.1.0");
}

}  // namespace
}  // namespace twinlamp

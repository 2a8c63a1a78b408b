#include "client/app/next_card.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace twinlamp::client {
namespace {

constexpr std::uint8_t fears = 3;

std::vector<CardFacts> six_fears() {
  std::vector<CardFacts> cards;
  for (std::uint8_t i = 0; i < 6; ++i) cards.push_back({"fears." + std::to_string(i), 1, fears, static_cast<std::uint8_t>(1 + i / 2), 1, false});
  cards.push_back({"play.one", 1, 6, 1, 1, false});
  return cards;
}

PairState at_depth(std::uint8_t depth) {
  PairState state;
  state.depth.fill(depth);
  return state;
}

TEST(NextCard, IsOfThePracticeAndNotDeeperThanThePair) {
  for (const std::uint8_t depth : {1, 2, 3}) {
    const auto next = next_card(at_depth(depth), six_fears(), fears);
    ASSERT_TRUE(next);
    EXPECT_LE(*next, "fears." + std::to_string(2 * depth - 1));
    EXPECT_TRUE(next->starts_with("fears."));
  }
}

TEST(NextCard, IsTheLightestWhereAllAreDeeperThanThePair) {
  auto cards = six_fears();
  std::erase_if(cards, [](const CardFacts& card) { return card.depth == 1; });
  const auto next = next_card(at_depth(1), cards, fears);
  ASSERT_TRUE(next);
  EXPECT_TRUE(*next == "fears.2" || *next == "fears.3") << *next;
}

TEST(NextCard, GoesThroughAllBeforeOneComesAgain) {
  auto state = at_depth(3);
  std::set<std::string> asked;
  for (int i = 0; i < 6; ++i) {
    const auto next = next_card(state, six_fears(), fears);
    ASSERT_TRUE(next);
    EXPECT_TRUE(asked.insert(*next).second) << *next << " came again";
    ++state.cards[*next].opened;
  }
  EXPECT_TRUE(next_card(state, six_fears(), fears)) << "it never runs out";
}

TEST(NextCard, IsNoneThatIsOpen) {
  auto state = at_depth(1);
  const auto first = *next_card(state, six_fears(), fears);
  Round round;
  round.card_id = first;
  state.rounds.add(round);
  const auto next = next_card(state, six_fears(), fears);
  ASSERT_TRUE(next);
  EXPECT_NE(*next, first);
}

TEST(NextCard, DoesNotDependOnTheOrderOfTheCards) {
  auto cards = six_fears();
  const auto before = next_card(at_depth(3), cards, fears);
  std::reverse(cards.begin(), cards.end());
  EXPECT_EQ(next_card(at_depth(3), cards, fears), before);
}

TEST(NextCard, IsNoneThatFollowsWhatHasNotHappened) {
  const std::vector<CardFacts> cards{{"play.since", 1, 6, 1, 1, true, false, 0, 0, "", {"play.told"}}};
  auto state = at_depth(1);
  EXPECT_FALSE(next_card(state, cards, 6));
  Round told;
  told.card_id = "play.told";
  told.is_revealed = true;
  told.closing = Closing{};
  state.rounds.add(told);
  state.cards["play.told"].opened = 1;
  EXPECT_EQ(next_card(state, cards, 6), "play.since");
}

TEST(NextCard, IsNoneOfDesireOrOfAPracticeThatHasNone) {
  auto cards = six_fears();
  cards.push_back({"desire.one", 1, 4, 1, 1, false});
  EXPECT_FALSE(next_card(at_depth(5), cards, 4));
  EXPECT_FALSE(next_card(at_depth(5), cards, 10));
}

}  // namespace
}  // namespace twinlamp::client

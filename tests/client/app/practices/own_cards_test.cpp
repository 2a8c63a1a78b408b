#include "client/app/practices/own_cards.h"

#include <gtest/gtest.h>

#include "client/app/practices/evening.h"
#include "tests/client/app/rounds.h"
#include "tests/client/content/temp_folder.h"

namespace twinlamp::client::test {
namespace {

std::string deck(const std::string& prompt, const std::string& options = "[\"the night one\", \"the hot one\"]") {
  return "[[card]]\npractice = \"open-up\"\ndepth = 1\nkind = \"choice\"\nprompt = \"" + prompt + "\"\noptions = " + options + "\n";
}

class OwnCardsTest : public testing::Test {
protected:
  void share(Slot owner, const std::string& name, const std::string& text, bool removed = false) {
    state_.decks.push_back(std::make_shared<const OwnDeck>(OwnDeck{owner, state_.decks.size() + 1, at(5), name, text, removed}));
  }
  WordingRef updated(Slot me = 0) {
    own_.update(state_, me, *base_);
    return own_.extend(base_);
  }
  std::vector<const Card*> own_in(const Wording& wording) {
    std::vector<const Card*> out;
    for (const auto& card : wording.catalogue.cards())
      if (card.id.starts_with("own.")) out.push_back(&card);
    return out;
  }

  WordingRef base_ = std::make_shared<const Wording>(wording());
  PairState state_;
  OwnCards own_;
};

TEST_F(OwnCardsTest, ChangeNothingWhereThereAreNone) {
  EXPECT_FALSE(own_.update(state_, 0, *base_));
  EXPECT_EQ(own_.extend(base_), base_);
}

TEST_F(OwnCardsTest, OfBothAreInBothCataloguesUnderTheSameIds) {
  share(0, "ours", deck("Which train?"));
  share(1, "ours", deck("Which window?"));
  const auto mine = updated(0);
  OwnCards other;
  other.update(state_, 1, *base_);
  const auto theirs = other.extend(base_);
  ASSERT_EQ(own_in(*mine).size(), 2u);
  ASSERT_EQ(own_in(*theirs).size(), 2u);
  for (std::size_t at = 0; at < 2; ++at) EXPECT_EQ(own_in(*mine)[at]->id, own_in(*theirs)[at]->id);
  EXPECT_TRUE(own_.view()->decks.front().mine);
  EXPECT_FALSE(own_.view()->decks.back().mine);
}

TEST_F(OwnCardsTest, GoOnInAnotherDeckWhereOneIsFull) {
  const auto& catalogue = base_->catalogue;
  const auto card = deck("And one more?");
  EXPECT_EQ(own_.deck_for(state_, 0, card, catalogue), "cards");
  std::string full;
  for (std::size_t number = 0; number < own_limits::cards; ++number) full += deck("Number " + std::to_string(number) + "?");
  share(0, "cards", full);
  EXPECT_EQ(own_.deck_for(state_, 0, card, catalogue), "cards-2");
  EXPECT_EQ(own_.deck_for(state_, 1, card, catalogue), "cards");
  share(0, "cards-2", std::string(own_limits::bytes - card.size() + 1, '\n'));
  EXPECT_EQ(own_.deck_for(state_, 0, card, catalogue), "cards-3");
}

TEST_F(OwnCardsTest, HaveIdsThatNobodyCanChoose) {
  share(0, "ours", deck("Which train?"));
  share(1, "ours", deck("Which train?"));
  const auto wording = updated();
  const auto cards = own_in(*wording);
  ASSERT_EQ(cards.size(), 2u) << "the same card of another person is another card";
  EXPECT_NE(cards[0]->id, cards[1]->id);
  auto swapped = *cards[0];
  std::swap(swapped.options[0], swapped.options[1]);
  EXPECT_NE(own_card_id(swapped, 0, wording->catalogue), cards[0]->id) << "options in another order are another card";
  EXPECT_LE(cards[0]->id.size(), round_limits::card_id);
}

TEST_F(OwnCardsTest, ThatWereReplacedOrRemovedAreReadAndAskedNoMore) {
  share(0, "ours", deck("Which train?"));
  const auto id = own_in(*updated()).front()->id;
  share(0, "ours", deck("Which bus?"));
  auto wording = updated();
  ASSERT_NE(wording->catalogue.find(id), nullptr);
  EXPECT_TRUE(wording->catalogue.find(id)->retired);
  const auto asked = [&](const Wording& in, const std::string& card) {
    const EveningStock stock(in.catalogue);
    return std::any_of(stock.cards().begin(), stock.cards().end(), [&](const CardFacts& facts) { return facts.id == card; });
  };
  EXPECT_FALSE(asked(*wording, id));
  share(0, "ours", deck("Which train?"));  // and back again
  wording = updated();
  EXPECT_TRUE(asked(*wording, id));
  share(0, "ours", {}, true);
  wording = updated();
  EXPECT_NE(wording->catalogue.find(id), nullptr);
  EXPECT_FALSE(asked(*wording, id));
  EXPECT_TRUE(own_.view()->decks.empty());
}

TEST_F(OwnCardsTest, OfAHostilePartnerThatAreNoCardsAreNone) {
  share(1, "bad", "[[card]]\nid = \"open-up.anger\"\n");
  share(1, "worse", std::string(30'000, '['));
  share(1, "worst", deck("Look \\u202E here?"));
  share(1, "good", deck("Which train?"));
  EXPECT_EQ(own_in(*updated()).size(), 1u);
}

TEST_F(OwnCardsTest, FindTheDecksInTheFolderAndWhatIsWrongWithThem) {
  const client::test::TempFolder folder;
  folder.write("Train games.toml", deck("Which train?"));
  folder.write("broken.toml", deck("Which train?", "[\"one\"]"));
  own_.look_in(folder.path(), base_->catalogue);
  updated();
  ASSERT_EQ(own_.view()->files.size(), 2u);
  const auto& good = own_.view()->files[0];
  EXPECT_EQ(good.name, "train-games");
  EXPECT_EQ(good.cards, 1u);
  EXPECT_FALSE(good.shared);
  ASSERT_EQ(own_.view()->files[1].problems.size(), 1u);
  EXPECT_NE(own_.view()->files[1].problems[0].find("broken.toml, line 6"), std::string::npos) << own_.view()->files[1].problems[0];
  share(0, "train-games", deck("Which train?"));
  updated();
  EXPECT_TRUE(own_.view()->files[0].shared);
}

TEST_F(OwnCardsTest, OfDesireAreListedOnlyWhereDesireIsShown) {
  auto mixed = deck("Which train?") + deck("Which whisper?");
  mixed.replace(mixed.rfind("open-up"), 7, "desire");
  auto whole = deck("Which glance?");
  whole.replace(whole.find("open-up"), 7, "desire");
  share(0, "mixed", mixed);
  share(1, "whole", whole);
  updated();
  ASSERT_EQ(own_.view(true)->decks.size(), 2u);
  EXPECT_EQ(own_.view(true)->decks[0].cards.size(), 2u);
  const auto& others = own_.view(false)->decks;
  ASSERT_EQ(others.size(), 1u);
  ASSERT_EQ(others[0].cards.size(), 1u);
  EXPECT_EQ(others[0].cards[0].prompt, "Which train?");
}

TEST_F(OwnCardsTest, AreForgottenWithTheProfile) {
  share(0, "ours", deck("Which train?"));
  updated();
  own_.close();
  EXPECT_TRUE(own_.view()->decks.empty());
  EXPECT_EQ(own_.extend(base_), base_);
}

}  // namespace
}  // namespace twinlamp::client::test

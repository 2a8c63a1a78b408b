#include "client/app/practices/games.h"

#include <gtest/gtest.h>

#include <set>

#include "client/app/wording.h"

namespace twinlamp::client {
namespace {

class GamesTest : public testing::Test {
protected:
  GamesTest() {
    for (const auto& card : catalogue_.cards()) facts_.push_back(facts_of(card));
    state_.depth.fill(5);
  }
  std::vector<GameOffer> offers() const { return offer_games(state_, facts_, catalogue_); }

  const Catalogue catalogue_ = Catalogue::built_in();
  std::vector<CardFacts> facts_;
  PairState state_;
};

TEST_F(GamesTest, OfferOneCardOfEachGame) {
  const auto all = offers();
  ASSERT_EQ(all.size(), 4u);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].game, games[i]);
    EXPECT_EQ(game_of(*catalogue_.find(all[i].card)), games[i]);
    EXPECT_EQ(all[i].prompt, catalogue_.find(all[i].card)->prompt);
  }
}

TEST_F(GamesTest, GoThroughAllCardsOfAGameBeforeOneComesAgain) {
  std::set<std::string> asked;
  std::size_t count = 0;
  for (const auto& card : catalogue_.cards()) count += game_of(card) == Game::this_or_that ? 1 : 0;
  ASSERT_GE(count, 8u);
  for (std::size_t i = 0; i < count; ++i) {
    const auto card = offers()[1].card;
    EXPECT_TRUE(asked.insert(card).second) << card;
    ++state_.cards[card].opened;
  }
}

TEST_F(GamesTest, TellAWishFromWhatIsReallyMine) {
  EXPECT_EQ(game_of(*catalogue_.find("play.wish-about-us")), Game::truths_and_wish);
  EXPECT_EQ(game_of(*catalogue_.find("play.three-nicknames")), Game::really_mine);
  EXPECT_EQ(game_of(*catalogue_.find("open-up.first-kitchen")), std::nullopt);
}

}  // namespace
}  // namespace twinlamp::client

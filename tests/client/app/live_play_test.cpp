#include "client/app/practices/live_play.h"

#include <gtest/gtest.h>

namespace twinlamp::client {
namespace {

using namespace std::chrono_literals;

class LivePlayTest : public testing::Test {
protected:
  LivePlayTest() { play_.handle_begins(begins_, begins_ - 3s); }
  bool pick(std::size_t place, Pick pick, std::chrono::milliseconds at) { return play_.handle_pick({play_.view().round, place, pick, begins_ + at}); }

  const LivePlay::Instant begins_{1h};
  LivePlay play_{RoundId{7}};
};

TEST_F(LivePlayTest, ShowsEachPairForThreeSeconds) {
  EXPECT_FALSE(pair_on_show(begins_, begins_ - 1ms));
  EXPECT_EQ(pair_on_show(begins_, begins_)->place, 0u);
  EXPECT_FLOAT_EQ(pair_on_show(begins_, begins_)->left, 1);
  EXPECT_EQ(pair_on_show(begins_, begins_ + 2999ms)->place, 0u);
  EXPECT_EQ(pair_on_show(begins_, begins_ + 3s)->place, 1u);
  EXPECT_FLOAT_EQ(pair_on_show(begins_, begins_ + 4500ms)->left, 0.5f);
  EXPECT_EQ(pair_on_show(begins_, begins_ + 29999ms)->place, 9u);
  EXPECT_FALSE(pair_on_show(begins_, begins_ + 30s));
}

TEST_F(LivePlayTest, TakesTheLastPickOfEachPair) {
  EXPECT_TRUE(pick(0, Pick::left, 100ms));
  EXPECT_TRUE(pick(0, Pick::right, 2900ms));
  EXPECT_TRUE(pick(9, Pick::left, 29s));
  const auto picks = play_.picks_at_end().picks;
  EXPECT_EQ(picks[0], Pick::right);
  EXPECT_EQ(picks[9], Pick::left);
}

TEST_F(LivePlayTest, CountsWhatComesTooLateOrNotAtAllAsLate) {
  EXPECT_FALSE(pick(0, Pick::left, 3s));
  EXPECT_FALSE(pick(1, Pick::left, 2s)) << "not shown yet";
  EXPECT_FALSE(pick(9, Pick::left, 30s));
  EXPECT_EQ(play_.picks_at_end().picks, [] {
    decltype(PairsAnswer::picks) all;
    all.fill(Pick::late);
    return all;
  }());
}

TEST_F(LivePlayTest, TakesNothingThatIsNotOfThisGame) {
  EXPECT_FALSE(play_.handle_pick({"another", 0, Pick::left, begins_}));
  EXPECT_FALSE(pick(0, Pick::late, 1s));
  EXPECT_FALSE(pick(0, Pick::none, 1s));
  LivePlay waiting(RoundId{7});
  EXPECT_FALSE(waiting.handle_pick({waiting.view().round, 0, Pick::left, begins_}));
  EXPECT_FALSE(waiting.is_over(begins_ + 1h));
}

TEST_F(LivePlayTest, MovesItsBeginningUntilItBegins) {
  EXPECT_FALSE(play_.handle_begins(begins_, begins_ - 2s)) << "nothing new";
  EXPECT_TRUE(play_.handle_begins(begins_ + 20ms, begins_ - 1s));
  EXPECT_EQ(play_.view().begins_at, begins_ + 20ms);
  EXPECT_FALSE(play_.handle_begins(begins_, begins_ + 20ms)) << "the first pair is on show";
  EXPECT_EQ(play_.view().begins_at, begins_ + 20ms);
}

TEST_F(LivePlayTest, IsOverAfterTenPairs) {
  EXPECT_FALSE(play_.is_over(begins_ + 29999ms));
  EXPECT_TRUE(play_.is_over(begins_ + 30s));
  EXPECT_EQ(play_.next_deadline(), begins_ + 30s);
}

TEST_F(LivePlayTest, SaysThatItGoesOnAloneOnlyOnceItHasBegun) {
  LivePlay waiting(RoundId{7});
  waiting.handle_alone(true);
  EXPECT_FALSE(waiting.view().alone);
  play_.handle_alone(true);
  EXPECT_TRUE(play_.view().alone);
}

}  // namespace
}  // namespace twinlamp::client

#include "client/app/unseen_wishes.h"

#include <gtest/gtest.h>

#include <set>

#include "protocol/round/wish_draw.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr minutes two_days{2 * 24 * 60};

class UnseenWishesTest : public testing::Test {
protected:
  twinlamp::Round& list(std::uint8_t number, const std::string& card = "desire.wish-list") {
    auto round = round_of(card, number);
    round.wishes.emplace();
    const auto& its = *cards().find(card);
    std::vector<std::string> all;
    for (const auto& item : *its.items) all.push_back(item.id);
    round.wishes->items = draw_wishes(state_, card, all, its.batch);
    state_.rounds.add(round);
    return *state_.rounds.edit(round.id);
  }
  std::optional<UnseenWishes::Answer> look(minutes after_off, bool is_here = true) {
    const Now now{MonoTime(hours(1000)) + after_off, at() + after_off};
    return unseen_.handle({state_, me, cards(), at(), is_here, now}, random_);
  }
  // How long one is here before it answers.
  minutes waited(minutes from) {
    for (minutes wait{0}; wait <= hours(2); wait += minutes(1))
      if (look(from + wait)) return wait;
    return minutes(-1);
  }

  PairState state_;
  SeededRandom random_{7};
  UnseenWishes unseen_;
};

TEST_F(UnseenWishesTest, AreAnsweredWithANoToEverythingInTheEnd) {
  list(1);
  look(two_days);
  const auto answer = look(two_days + UnseenWishes::longest);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->round, round_of(light, 1).id);
  EXPECT_EQ(answer->votes, std::vector(cards().find("desire.wish-list")->batch, match::Vote::no));
}

// Nor could their person: the opener would have chosen what is asked.
TEST_F(UnseenWishesTest, AreNotAnsweredWhereTheyAreNotWhatThisDeviceWouldHaveDrawn) {
  list(1).wishes->items.pop_back();
  EXPECT_FALSE(look(two_days));
  EXPECT_FALSE(look(two_days + UnseenWishes::longest));
}

TEST_F(UnseenWishesTest, AreLeftAloneForTheFirstDay) {
  list(1);
  for (minutes after{0}; after < UnseenWishes::rest; after += minutes(1)) ASSERT_FALSE(look(after)) << after.count();
  EXPECT_GE(waited(minutes(UnseenWishes::rest)), UnseenWishes::shortest) << "and not at the day's very end";
}

TEST_F(UnseenWishesTest, AreAnsweredOnlyAfterTheirPersonHasBeenHereForAWhile) {
  list(1);
  EXPECT_FALSE(look(two_days, false));
  EXPECT_FALSE(unseen_.next_look());
  EXPECT_FALSE(look(two_days + hours(9), false));
  for (int visit = 0; visit < 50; ++visit) {  // a minute at a time
    EXPECT_FALSE(look(two_days + minutes(10 * visit)));
    EXPECT_FALSE(look(two_days + minutes(10 * visit + 1)));
    EXPECT_FALSE(look(two_days + minutes(10 * visit + 2), false));
  }
  EXPECT_GE(waited(two_days + hours(20)), UnseenWishes::shortest);
}

TEST_F(UnseenWishesTest, AreAnsweredAtATimeThatNobodyCanForetell) {
  list(1);
  std::set<minutes> seen;
  for (int i = 0; i < 40; ++i) {
    const auto wait = waited(two_days + hours(10 * i));
    EXPECT_GE(wait, UnseenWishes::shortest);
    EXPECT_LE(wait, UnseenWishes::longest);
    seen.insert(wait);
  }
  EXPECT_GE(seen.size(), 15u);
}

TEST_F(UnseenWishesTest, AreAnsweredWhetherOrNotThePartnerHasAnswered) {
  auto& round = list(1);
  EXPECT_GE(waited(two_days), minutes(0));
  round.wishes->said.set(partner, 0, Bytes(128));
  EXPECT_GE(waited(two_days + hours(5)), minutes(0));
}

TEST_F(UnseenWishesTest, AreAnsweredInTheModeOfThisPersonsLastList) {
  list(1);
  look(two_days);
  EXPECT_EQ(look(two_days + UnseenWishes::longest)->mode, twinlamp::SealMode::together);
  auto& earlier = list(2);
  reveal(earlier, "-", "-");
  earlier.latches.back().seals[me]->mode = twinlamp::SealMode::apart;
  close(earlier);
  auto& ideas = list(3, "dates.ideas");
  reveal(ideas, "-", "-");
  close(ideas);
  look(two_days + hours(5));
  EXPECT_EQ(look(two_days + hours(5) + UnseenWishes::longest)->mode, twinlamp::SealMode::apart);
}

TEST_F(UnseenWishesTest, AreThoseOfDesireAloneAndNotYetAnswered) {
  list(1, "dates.ideas");
  EXPECT_LT(waited(two_days), minutes(0));
  auto& voted = list(2);
  voted.wishes->said.set(me, 0, Bytes(128));
  close(list(3));
  EXPECT_LT(waited(two_days), minutes(0));
  EXPECT_FALSE(unseen_.next_look());
}

TEST_F(UnseenWishesTest, AreAnsweredOneAtATime) {
  list(1);
  list(2);
  const auto first = waited(two_days);
  state_.rounds.edit(round_of(light, 1).id)->wishes->said.set(me, 0, Bytes(128));
  EXPECT_FALSE(look(two_days + first));
  EXPECT_GE(waited(two_days + first), UnseenWishes::shortest);
}

}  // namespace
}  // namespace twinlamp::client::test

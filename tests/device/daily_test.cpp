// What comes again: the daily card, the next date, and a round that one of the two never ends.
#include <gtest/gtest.h>

#include "protocol/practice/dates.h"
#include "tests/device/device_couple.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;

struct ComingAgain : testing::Test {
  static constexpr Slot noor = 0, sam = 1;
  DeviceCouple couple;
  CardFacts daily;

  ComingAgain() {
    daily.id = "feelings.today";
    daily.version = daily.practice = daily.depth = 1;
    daily.kind = response_kind::feeling;
    daily.daily = true;
    couple.meet();
    couple.settle();
  }
  RoundId open(Slot side, const CardFacts& card) {
    const auto opened = couple.device(side).open_round(card, "?", couple.now());
    EXPECT_TRUE(opened);
    couple.settle();
    return opened ? *opened : RoundId{};
  }
  void seal(Slot side, const RoundId& round) {
    ASSERT_TRUE(couple.device(side).seal(round, bytes_of("mine"), SealMode::apart, couple.now()));
    couple.settle();
  }
  const Round& round(const RoundId& id) { return *couple.state(noor).rounds.find(id); }
  RoundId revealed(const CardFacts& card) {
    const auto id = open(noor, card);
    seal(noor, id);
    seal(sam, id);
    EXPECT_TRUE(round(id).is_revealed);
    return id;
  }
};

TEST_F(ComingAgain, ADailyCardDoesNotWaitUntilYesterdaysIsClosed) {
  const auto yesterdays = revealed(daily);
  couple.pass(24h);
  const auto todays = open(sam, daily);
  EXPECT_NE(todays, yesterdays);
  EXPECT_FALSE(round(yesterdays).closing) << "they may still answer to each other";
  EXPECT_EQ(open(noor, daily), todays) << "the same one for both";
}

TEST_F(ComingAgain, ADayThatNobodyAnsweredIsOverWithIt) {
  const auto yesterdays = open(noor, daily);
  couple.pass(24h);
  const auto todays = open(sam, daily);
  EXPECT_NE(todays, yesterdays);
  EXPECT_TRUE(round(yesterdays).closing);
  EXPECT_EQ(phase_of(round(yesterdays)), RoundPhase::closed_unanswered);
}

TEST_F(ComingAgain, ADayThatOnlyIAnsweredGivesWayToTheNext) {
  const auto yesterdays = open(noor, daily);
  seal(noor, yesterdays);
  couple.pass(24h);
  const auto todays = open(noor, daily);
  EXPECT_NE(todays, yesterdays);
  EXPECT_EQ(phase_of(round(yesterdays)), RoundPhase::closed_unanswered);
  seal(noor, todays);
  seal(sam, todays);
  EXPECT_TRUE(round(todays).is_revealed);
}

TEST_F(ComingAgain, WhatThePartnerHasSealedWaitsForMyAnswerHoweverOldItIs) {
  const auto yesterdays = open(noor, daily);
  seal(noor, yesterdays);
  couple.pass(24h);
  EXPECT_EQ(open(sam, daily), yesterdays);
}

TEST_F(ComingAgain, OnTheSameDayItIsTheSameOne) {
  const auto todays = open(noor, daily);
  seal(noor, todays);
  couple.pass(1h);
  EXPECT_EQ(open(noor, daily), todays);
}

TEST_F(ComingAgain, TheNextDateDoesNotWaitUntilTheLastOneIsClosed) {
  CardFacts date = daily;
  date.id = practice::date_card;
  date.practice = 9;
  date.daily = false;
  const auto last = revealed(date);
  EXPECT_NE(open(sam, date), last);
}

TEST_F(ComingAgain, AnyOtherCardIsOpenUntilItIsClosed) {
  CardFacts card = daily;
  card.id = "open-up.first-kitchen";
  card.daily = false;
  const auto id = revealed(card);
  couple.pass(48h);
  EXPECT_EQ(open(sam, card), id);
}

TEST_F(ComingAgain, ARevealedRoundMayBeLaidAsideByEitherAfterAWeek) {
  CardFacts card = daily;
  card.id = "fears.first-thing-lost";
  card.practice = 3;
  card.depth = 3;
  card.daily = false;
  const auto id = revealed(card);
  couple.pass(6 * 24h);
  EXPECT_FALSE(couple.device(sam).close(id, couple.now()));
  couple.pass(25h);
  ASSERT_TRUE(couple.device(sam).close(id, couple.now()));
  couple.settle();
  EXPECT_EQ(phase_of(round(id)), RoundPhase::closed_answered);
  EXPECT_NE(open(noor, card), id) << "and its card may be asked again";
}

}  // namespace
}  // namespace twinlamp::test

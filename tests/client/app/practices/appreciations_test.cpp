#include "client/app/practices/appreciations.h"

#include <gtest/gtest.h>

#include "client/app/settings.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class AppreciationsTest : public testing::Test {
protected:
  AppreciationsTest() {
    state_.profiles = {ProfileFacts{"Noor", 1, {}}, ProfileFacts{"Sam", 1, {}}};
    state_.offset = {minutes(60), -hours(8)};
  }
  std::shared_ptr<Gift> give(Slot from, const std::string& text, twinlamp::GiftMoment moment = twinlamp::GiftMoment::now) {
    auto gift = std::make_shared<Gift>();
    gift->from = from;
    gift->kind = static_cast<std::uint16_t>(twinlamp::GiftKind::affirmation);
    gift->text = text;
    gift->seq = ++state_.last_seq[from];
    gift->id[0] = from, gift->id[1] = static_cast<std::uint8_t>(gift->seq);
    gift->sent = now_;
    gift->moment = static_cast<std::uint8_t>(moment);
    state_.gifts.push_back(gift);
    return gift;
  }
  std::shared_ptr<Gift> compliment(Slot from, const std::string& did, const std::string& says, const std::string& felt = {}) {
    auto gift = give(from, {});
    gift->kind = static_cast<std::uint16_t>(twinlamp::GiftKind::compliment);
    gift->did = did, gift->says = says, gift->felt = felt;
    return gift;
  }
  Appreciations::Moment moment() { return {state_, me, now_, wording_}; }
  bool look() { return appreciations_.update(moment()); }
  const GiftsView& view() { return *appreciations_.view(); }

  PairState state_;
  WallTime now_ = at();  // 21:47 here, 12:47 there
  Wording wording_ = wording();
  Appreciations appreciations_;
};

TEST_F(AppreciationsTest, TheJarHoldsWhatBothHaveGivenNewestFirst) {
  give(me, "mine");
  give(partner, "theirs");
  look();
  ASSERT_EQ(view().jar.size(), 2u);
  EXPECT_EQ(view().jar[0]->text, "theirs");
  EXPECT_FALSE(view().jar[0]->mine);
  EXPECT_TRUE(view().jar[1]->mine);
  EXPECT_EQ(view().jar[1]->given_at, "Mon 23 Nov, 21:47");
}

TEST_F(AppreciationsTest, NothingOfThePartnersIsThereBeforeItsMoment) {
  give(partner, "for your morning", twinlamp::GiftMoment::morning);
  EXPECT_FALSE(look());
  EXPECT_TRUE(view().jar.empty());
  EXPECT_TRUE(view().fresh.empty());
  now_ += hours(9);
  EXPECT_FALSE(look()) << "6:47";
  EXPECT_TRUE(view().jar.empty());
  now_ += minutes(13);
  EXPECT_TRUE(look());
  ASSERT_EQ(view().fresh.size(), 1u);
  EXPECT_EQ(view().fresh[0]->text, "for your morning");
}

TEST_F(AppreciationsTest, MyOwnSaysWhenTheirMorningIsAndIsTakenBackOnlyUntilThen) {
  const auto gift = give(me, "for their morning", twinlamp::GiftMoment::morning);
  look();
  EXPECT_EQ(view().jar[0]->opens, "Tue 24 Nov, 07:00");
  EXPECT_EQ(view().their_morning, "Tue 24 Nov, 07:00");
  EXPECT_TRUE(appreciations_.may_take_back(moment(), *gift));
  EXPECT_EQ(appreciations_.next_change(), at() + hours(18) + minutes(13));
  now_ += hours(18) + minutes(13);
  look();
  EXPECT_EQ(view().jar[0]->opens, "");
  EXPECT_FALSE(appreciations_.may_take_back(moment(), *gift));
}

TEST_F(AppreciationsTest, NobodyTakesBackTheOthers) {
  const auto gift = give(partner, "theirs", twinlamp::GiftMoment::morning);
  look();
  EXPECT_FALSE(appreciations_.may_take_back(moment(), *gift));
}

TEST_F(AppreciationsTest, WhatWasThereAtTheStartIsFreshButNoNews) {
  give(partner, "while you were away");
  EXPECT_FALSE(look());
  EXPECT_EQ(view().fresh.size(), 1u);
  give(partner, "and now");
  EXPECT_TRUE(look());
}

TEST_F(AppreciationsTest, ThanksAreShownAndOnlyThoseOfWhoeverGotIt) {
  auto gift = give(me, "mine");
  gift->remarks = {{me, 1, said(3, "my own")}, {partner, 4, said(4, "a reply")}};
  look();
  EXPECT_FALSE(view().jar[0]->thanked);
  auto thanked = std::make_shared<Gift>(*gift);
  thanked->remarks.push_back({partner, 1, said(5, "that helped")});
  state_.gifts[0] = thanked;
  look();
  EXPECT_TRUE(view().jar[0]->thanked);
  EXPECT_EQ(view().jar[0]->thanks, "that helped");
}

TEST_F(AppreciationsTest, UnchangedGiftsAreNotMadeAnew) {
  give(me, "one");
  look();
  const auto before = view().jar[0];
  give(partner, "two");
  look();
  EXPECT_EQ(view().jar[1], before);
  appreciations_.speak();
  look();
  EXPECT_NE(view().jar[1], before);
}

TEST_F(AppreciationsTest, WhatIsTakenBackIsNowhere) {
  give(me, "one");
  give(me, "two");
  look();
  state_.gifts.erase(state_.gifts.begin());
  look();
  ASSERT_EQ(view().jar.size(), 1u);
  EXPECT_EQ(view().jar[0]->text, "two");
}

TEST_F(AppreciationsTest, DrawsOnlyWhatBothCanSee) {
  give(partner, "hidden from me", twinlamp::GiftMoment::morning);
  give(me, "hidden from them", twinlamp::GiftMoment::morning);
  SeededRandom random(3);
  look();
  EXPECT_FALSE(appreciations_.draw(moment(), random));
  give(partner, "there");
  look();
  EXPECT_TRUE(appreciations_.draw(moment(), random));
  look();
  ASSERT_TRUE(view().drawn);
  EXPECT_EQ(view().drawn->text, "there");
}

TEST_F(AppreciationsTest, SentTodayIsByMyOwnCalendar) {
  give(me, "in the evening");
  look();
  EXPECT_TRUE(view().sent_today);
  now_ += hours(2) + minutes(12);
  look();
  EXPECT_TRUE(view().sent_today) << "23:59";
  now_ += minutes(1);
  look();
  EXPECT_FALSE(view().sent_today);
  give(partner, "theirs do not count");
  look();
  EXPECT_FALSE(view().sent_today);
}

TEST_F(AppreciationsTest, AComplimentIsTheSameWhateverItsCaseSpacesSignsAndForms) {
  compliment(me, "You called my mother.", "You think of everyone", "seen");
  look();
  EXPECT_TRUE(is_repeated(view(), "You called my mother.", "You think of everyone", "seen"));
  EXPECT_TRUE(is_repeated(view(), "  you CALLED   my mother!! ", "“You think of everyone”", "Seen…"));
  EXPECT_TRUE(is_repeated(view(), "Ｙｏｕ called my mother", "You think of everyone", "seen 💛"));
  EXPECT_FALSE(is_repeated(view(), "You called my mother.", "You think of everyone", "lighter"));
  EXPECT_FALSE(is_repeated(view(), "You called my brother.", "You think of everyone", "seen"));
  EXPECT_FALSE(is_repeated(view(), "You called my mother. You think", "of everyone", "seen")) << "the parts are what was said";
}

TEST_F(AppreciationsTest, OtherScriptsAreComparedToo) {
  compliment(me, "你给我妈妈打了电话", "你很细心");
  look();
  EXPECT_TRUE(is_repeated(view(), "你给我妈妈打了电话。", "你很细心！", ""));
  EXPECT_FALSE(is_repeated(view(), "你给我爸爸打了电话。", "你很细心！", ""));
}

TEST_F(AppreciationsTest, AnAffirmationAndTheOthersComplimentMayBeSaidAgain) {
  give(me, "I love you");
  compliment(partner, "You called", "You care");
  look();
  EXPECT_FALSE(is_repeated(view(), "I love you", "", ""));
  EXPECT_FALSE(is_repeated(view(), "You called", "You care", ""));
  EXPECT_FALSE(is_repeated(view(), "…", "💛", ""));
}

TEST(Compliment, NamesWhatWasDoneAndWhatCameOfIt) {
  EXPECT_TRUE(is_compliment("You called", "You care", ""));
  EXPECT_TRUE(is_compliment("You called", "", "lighter"));
  EXPECT_FALSE(is_compliment("You called", "", " "));
  EXPECT_FALSE(is_compliment("", "You care", "lighter"));
  EXPECT_FALSE(is_compliment("\xff", "You care", "lighter"));
}

TEST(Nudge, ComesInTheEveningOfADayOnWhichNothingWasGivenOnce) {
  NudgeMoment evening{{}, 19 * 60 + 30, 20'000, 19'999, false};
  EXPECT_TRUE(is_nudge_due(evening));
  evening.nudged_on = 20'000;
  EXPECT_FALSE(is_nudge_due(evening));
  evening.nudged_on.reset();
  EXPECT_TRUE(is_nudge_due(evening));
  evening.sent_today = true;
  EXPECT_FALSE(is_nudge_due(evening));
}

TEST(Nudge, ComesAtNoOtherHourAndNeverInQuietOnes) {
  SetNotifications quiet{true, true, 20 * 60, 8 * 60};
  for (int minute = 0; minute < 24 * 60; ++minute) {
    const bool is_evening = minute >= 19 * 60 && minute < 22 * 60;
    ASSERT_EQ(is_nudge_due({{}, minute, 1, {}, false}), is_evening) << minute;
    ASSERT_EQ(is_nudge_due({quiet, minute, 1, {}, false}), is_evening && !is_quiet(quiet, minute)) << minute;
  }
}

TEST(Nudge, IsSwitchedOffAloneOrWithAllThatIsTold) {
  SetNotifications none;
  none.nudge = false;
  EXPECT_FALSE(is_nudge_due({none, 20 * 60, 1, {}, false}));
  none = {false};
  EXPECT_FALSE(is_nudge_due({none, 20 * 60, 1, {}, false}));
}

}  // namespace
}  // namespace twinlamp::client::test

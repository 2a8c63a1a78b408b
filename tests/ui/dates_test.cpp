#include "tests/ui/support/gift_models.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;
using std::chrono::hours;
using std::chrono::minutes;

class DatesScreenTest : public ScreenTest {
protected:
  void open(DatesView dates) { show(with_dates(std::move(dates)), {.to = Route::To::practice, .practice = 9}); }
  Moment now() { return std::chrono::floor<std::chrono::milliseconds>(ui.wall); }
  PlanView soup(minutes from_now = hours(50)) { return {"s1", "Cook the same soup", now() + from_now, 90}; }
  void retype(std::string_view label, std::string_view text) {
    press(label, "field");
    shortcut('A');
    type(text);
  }
  // Half past eight in the evening here, so many days from now.
  Moment evening(int days) {
    const auto today = std::chrono::floor<std::chrono::days>(now() + hours(1));
    return Moment(today) + std::chrono::days(days) + hours(19) + minutes(30);
  }
};

TEST_F(DatesScreenTest, ProposesADateByTheClockHere) {
  open({});
  press("Plan a date");
  type_into("What would you like to do?", "Cook the same soup");
  press("60 minutes");
  press("Propose it");
  const auto* proposed = port->last<ProposeDate>();
  ASSERT_TRUE(proposed);
  EXPECT_EQ(proposed->what, "Cook the same soup");
  EXPECT_EQ(proposed->at, evening(1));
  EXPECT_EQ(proposed->minutes, 60);
}

TEST_F(DatesScreenTest, SaysWhatTheOtherClockShowsWhileOneChooses) {
  open({});
  press("Plan a date");
  const auto words = "That is " + say_moment({-480, {}}, evening(1), Words()) + " with Sam.";
  EXPECT_NE(find(words, "hint"), nullptr) << words;
  retype("At what time with you (20:30)", "25:00");
  EXPECT_NE(find("Write a day and a time, as in 2026-11-28 and 20:30.", "hint"), nullptr);
  type_into("What would you like to do?", "Cook the same soup");
  press("Propose it");
  EXPECT_FALSE(port->last<ProposeDate>());
}

TEST_F(DatesScreenTest, AgreesToWhatTheOtherProposes) {
  DatesView dates;
  dates.round = "d", dates.theirs = soup();
  open(dates);
  press("Yes, let us");
  const auto* step = port->last<TakeStep>();
  ASSERT_TRUE(step);
  EXPECT_EQ(step->kind, StepKind::agree_plan);
  EXPECT_EQ(step->round, "d");
  EXPECT_EQ(step->about, "s1");
}

TEST_F(DatesScreenTest, WhatOneHasProposedCanOnlyBeChanged) {
  DatesView dates;
  dates.round = "d", dates.mine = soup();
  open(dates);
  EXPECT_EQ(find("Yes, let us"), nullptr);
  EXPECT_NE(find("Cook the same soup", "plan"), nullptr);
  press("Propose something else");
  EXPECT_NE(find("Propose it"), nullptr);
}

TEST_F(DatesScreenTest, AnAgreedDateIsSavedForTheCalendarOrCalledOff) {
  DatesView dates;
  dates.round = "d", dates.agreed = soup();
  open(dates);
  EXPECT_NE(find("In 2 days"), nullptr);
  press("Save for the calendar");
  EXPECT_EQ(find("The file", "field")->value, "/home/noor/Documents/twinlamp.ics");
  press("Save it");
  ASSERT_TRUE(port->last<ExportCalendar>());
  EXPECT_EQ(port->last<ExportCalendar>()->file, "/home/noor/Documents/twinlamp.ics");
  press("Call it off");
  ASSERT_TRUE(port->last<CloseRound>());
  EXPECT_EQ(port->last<CloseRound>()->round, "d");
}

TEST_F(DatesScreenTest, ADateThatIsOverLeadsToLookingBack) {
  auto model = with_round(round_of(CardKind::scale, RoundPhase::writing));
  DatesView dates;
  dates.round = "r", dates.agreed = soup(-hours(2));
  model.dates = std::make_shared<const DatesView>(dates);
  show(model, {.to = Route::To::practice, .practice = 9});
  EXPECT_EQ(find("Call it off"), nullptr);
  press("Look back on it");
  EXPECT_NE(find("Seal my answer"), nullptr);
}

TEST_F(DatesScreenTest, SavesAVisitInItsOwnPlaceOrANewOne) {
  DatesView dates;
  dates.visit = VisitView{"v", true, "At your place", now() + hours(24 * 12)};
  open(dates);
  EXPECT_NE(find("12 days until you see each other", "countdown"), nullptr);
  press("Another day");
  type_into("The day (2026-12-19)", "2027-01-09");
  retype("The time with you (18:30)", "18:30");
  press("Save it");
  const auto* put = port->last<PutItem>();
  ASSERT_TRUE(put);
  EXPECT_EQ(put->list, SharedList::visit);
  EXPECT_EQ(put->item, "v");
  EXPECT_EQ(put->at, Moment(std::chrono::sys_days(std::chrono::year(2027) / 1 / 9)) + hours(17) + minutes(30));
  dates.visit->mine = false;
  open(dates);
  EXPECT_EQ(find("It is off"), nullptr) << "it is the other's to take away";
  press("Another day");
  type_into("The day (2026-12-19)", "2027-01-09");
  press("Save it");
  EXPECT_EQ(port->last<PutItem>()->item, "");
}

TEST_F(DatesScreenTest, NothingIsCountedOnceTheVisitHasCome) {
  DatesView dates;
  dates.visit = VisitView{"v", true, "At your place", now() - minutes(1)};
  open(dates);
  EXPECT_EQ(ui.log().find("At your place"), nullptr);
  EXPECT_NE(find("When do you see each other next?"), nullptr);
}

TEST_F(DatesScreenTest, BeforeWeMeetComesOnlyWhenTheVisitIsNear) {
  DatesView dates;
  dates.visit = VisitView{"v", true, "At your place", now() + hours(24 * 40)};
  open(dates);
  EXPECT_EQ(find("Before you meet"), nullptr);
  dates.visit->at = now() + hours(24 * 6);
  open(dates);
  EXPECT_NE(find("Before you meet"), nullptr);
}

TEST_F(DatesScreenTest, ThereIsAChallengeForTonightAndAnother) {
  open({});
  const std::string oldest = "Show each other the oldest thing in the room, and tell where it comes from.",
                    song = "Hum a song until the other knows it. Swap.";
  const bool is_oldest = find(oldest, "challenge") != nullptr;
  EXPECT_NE(find(is_oldest ? oldest : song, "challenge"), nullptr);
  press("Another one");
  EXPECT_NE(find(is_oldest ? song : oldest, "challenge"), nullptr);
}

TEST_F(DatesScreenTest, AnIdeaThatBothLikeIsPlanned) {
  DatesView dates;
  dates.mutual = {{"i1", "Draw each other without looking at the paper.", 60}};
  open(dates);
  press("Plan this");
  EXPECT_EQ(find("What would you like to do?", "writing")->value, "Draw each other without looking at the paper.");
  press("Mark ideas");
  ASSERT_TRUE(port->last<AskCard>());
  EXPECT_EQ(port->last<AskCard>()->card, "dates.ideas");
}

TEST_F(DatesScreenTest, TonightTellsOfAProposalAndShowsNoRoundBeforeTheDate) {
  auto model = with_round(round_of(CardKind::scale, RoundPhase::writing));
  DatesView dates;
  dates.round = "r", dates.theirs = soup();
  model.dates = std::make_shared<const DatesView>(dates);
  show(model);
  EXPECT_EQ(find(round_of(CardKind::scale, RoundPhase::writing).card.prompt), nullptr);
  press("Cook the same soup");
  EXPECT_NE(find("Yes, let us"), nullptr);
}

TEST_F(DatesScreenTest, ASurpriseIsSealedUntilItsMomentAndTakenBackBefore) {
  GiftView kept;
  kept.id = "x", kept.kind = GiftKind::surprise, kept.mine = true;
  kept.text = "Look under your keyboard.", kept.opens = "Fri 27 Nov, 18:00";
  DatesView dates;
  dates.surprises = {std::make_shared<const GiftView>(kept)};
  open(dates);
  press("Take it back");
  ASSERT_TRUE(port->last<TakeBackGift>());
  EXPECT_EQ(port->last<TakeBackGift>()->gift, "x");
  press("Prepare a surprise");
  type_into("What will they find?", "The door bell rings at eight.");
  press("Seal it until then");
  const auto* gift = port->last<SendGift>();
  ASSERT_TRUE(gift);
  EXPECT_EQ(gift->kind, GiftKind::surprise);
  EXPECT_EQ(gift->moment, GiftMoment::at);
  EXPECT_EQ(gift->at, evening(1));
}

}  // namespace
}  // namespace twinlamp::ui::test

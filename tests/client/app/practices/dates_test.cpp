#include "client/app/practices/dates.h"

#include <gtest/gtest.h>

#include "protocol/practice/dates.h"
#include "protocol/practice/shared_list.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class DatesViewTest : public testing::Test {
protected:
  static twinlamp::Step step(twinlamp::StepKind kind, Slot author, std::uint8_t id, const std::string& text = {}, std::uint8_t about = 0) {
    twinlamp::Step step;
    step.kind = number_of(kind);
    step.author = author;
    step.said = said(id, text);
    step.said.entry_id[0] = id;
    if (about != 0) step.about[0] = about;
    step.choice = 90;
    step.moment = at(60 * 50);
    return step;
  }
  void open_date(std::vector<twinlamp::Step> steps) {
    auto round = round_of(std::string(practice::date_card));
    round.steps = std::move(steps);
    state_.rounds.add(std::move(round));
  }
  void put_visit(Slot owner, std::uint8_t number, WallTime when, WallTime changed, bool removed = false) {
    auto item = std::make_shared<twinlamp::ListItem>();
    item->owner = owner;
    item->list = static_cast<std::uint16_t>(twinlamp::SharedList::visit);
    item->text = "visit " + std::to_string(number);
    item->at = when;
    item->since = item->changed = changed;
    item->removed = removed;
    state_.items[{owner, ItemId{number}}] = item;
  }
  DatesView view() { return make_dates_view({state_, me, now_, wording_, gifts_}); }

  PairState state_;
  WallTime now_ = at();
  Wording wording_ = wording();
  GiftsView gifts_;
};

TEST_F(DatesViewTest, WithoutADateThereIsNothingToAgreeTo) {
  const auto dates = view();
  EXPECT_EQ(dates.round, "");
  EXPECT_FALSE(dates.agreed || dates.mine || dates.theirs || dates.visit);
}

TEST_F(DatesViewTest, ShowsTheProposalsOfBothAndThenWhatIsAgreed) {
  open_date({step(twinlamp::StepKind::plan, me, 1, "soup"), step(twinlamp::StepKind::plan, partner, 2, "a walk")});
  const auto proposed = view();
  ASSERT_TRUE(proposed.mine && proposed.theirs);
  EXPECT_EQ(proposed.mine->what, "soup");
  EXPECT_EQ(proposed.theirs->what, "a walk");
  EXPECT_EQ(proposed.theirs->minutes, 90);
  EXPECT_FALSE(proposed.agreed);
  state_ = {};
  open_date({step(twinlamp::StepKind::plan, partner, 2, "a walk"), step(twinlamp::StepKind::agree_plan, me, 3, {}, 2)});
  const auto agreed = view();
  ASSERT_TRUE(agreed.agreed);
  EXPECT_EQ(agreed.agreed->what, "a walk");
  EXPECT_FALSE(agreed.mine || agreed.theirs);
}

TEST_F(DatesViewTest, AClosedDateIsOver) {
  auto round = round_of(std::string(practice::date_card));
  round.steps = {step(twinlamp::StepKind::plan, partner, 2, "a walk")};
  close(round);
  state_.rounds.add(round);
  EXPECT_EQ(view().round, "");
}

TEST_F(DatesViewTest, TheNewestVisitOfEitherCountsAndNoneOnceItHasCome) {
  put_visit(me, 1, at(60 * 24 * 5), at(-30));
  put_visit(partner, 2, at(60 * 24 * 9), at(-10));
  ASSERT_TRUE(view().visit);
  EXPECT_EQ(view().visit->text, "visit 2");
  EXPECT_FALSE(view().visit->mine);
  put_visit(me, 1, at(60 * 24 * 6), at(-5));
  EXPECT_EQ(view().visit->text, "visit 1");
  EXPECT_TRUE(view().visit->mine);
  now_ = at(60 * 24 * 6);
  EXPECT_FALSE(view().visit) << "the older one is not the next";
}

TEST_F(DatesViewTest, AVisitThatIsOffIsNone) {
  put_visit(me, 1, at(60 * 24 * 5), at(-5), true);
  EXPECT_FALSE(view().visit);
}

TEST_F(DatesViewTest, OnlyWhatBothLikeInAClosedListIsAnIdeaAndTheNewestListCounts) {
  const auto& stock = wording_.catalogue.items("ideas");
  ASSERT_GE(stock.size(), 4u);
  const auto list = [&](std::uint8_t number, std::vector<std::string> items, std::vector<match::Outcome> outcome, bool revealed = true, bool closed = true) {
    twinlamp::Round round;
    round.id[0] = number;
    round.card_id = "dates.ideas";
    round.practice = 9;
    round.is_revealed = revealed;
    round.wishes.emplace();
    round.wishes->items = std::move(items);
    round.wishes->outcome = std::move(outcome);
    if (closed) close(round);
    state_.rounds.add(round);
  };
  using match::Outcome;
  list(1, {stock[0].id, stock[1].id, stock[2].id}, {Outcome::both_yes, Outcome::nothing, Outcome::both_curious});
  list(2, {stock[0].id, stock[3].id, "ideas.gone"}, {Outcome::nothing, Outcome::both_yes, Outcome::both_yes});
  list(3, {stock[1].id}, {Outcome::both_yes}, false);
  list(4, {stock[1].id}, {Outcome::both_yes}, true, false);  // revealed, and the instant of its countdown may not have come
  const auto dates = view();
  ASSERT_EQ(dates.mutual.size(), 2u);
  EXPECT_EQ(dates.mutual[0].id, stock[3].id);
  EXPECT_EQ(dates.mutual[1].id, stock[2].id);
}

TEST_F(DatesViewTest, HasChallengesAndThingsForTheDaysBeforeFromTheStock) {
  EXPECT_GE(view().challenges.size(), 10u);
  EXPECT_GE(view().before.size(), 10u);
  EXPECT_EQ(view().ideas_card, "dates.ideas");
}

TEST_F(DatesViewTest, MySurprisesOnTheirWayAreShownAndNoOthers) {
  GiftView waiting, open;
  waiting.kind = open.kind = GiftKind::surprise;
  waiting.opens = "Tue 24 Nov, 07:00";
  gifts_.jar = {std::make_shared<const GiftView>(waiting), std::make_shared<const GiftView>(open)};
  ASSERT_EQ(view().surprises.size(), 1u);
  EXPECT_EQ(view().surprises[0]->opens, "Tue 24 Nov, 07:00");
}

TEST_F(DatesViewTest, ACalendarHasTheAgreedDateAndTheVisitWhileTheyAreToCome) {
  open_date({step(twinlamp::StepKind::plan, partner, 2, "a walk"), step(twinlamp::StepKind::agree_plan, me, 3, {}, 2)});
  put_visit(me, 1, at(60 * 24 * 6), at(-5));
  const auto events = calendar_of(view(), now_, "Sam", wording_);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].about, "a walk");
  EXPECT_EQ(events[0].title, "A date with Sam");
  EXPECT_EQ(events[0].starts, std::chrono::floor<std::chrono::seconds>(at(60 * 50)));
  EXPECT_EQ(events[0].length, minutes(90));
  EXPECT_EQ(events[1].whole_day, std::chrono::sys_days(std::chrono::year(2026) / 11 / 29));
  EXPECT_TRUE(calendar_of(view(), at(60 * 24 * 7), "Sam", wording_).size() == 1) << "the view is an older one; the date is over";
}

TEST(Challenge, IsTheSameAllDayAndEachOfThemHasItsDay) {
  DatesView dates;
  EXPECT_EQ(challenge_of(dates, std::chrono::sys_days{}), nullptr);
  for (int i = 0; i < 20; ++i) dates.challenges.push_back({std::to_string(i), "x", 7});
  std::set<std::string> seen;
  for (int day = 0; day < 20; ++day) seen.insert(challenge_of(dates, std::chrono::sys_days(std::chrono::days(20'000 + day)))->id);
  EXPECT_EQ(seen.size(), 20u);
  EXPECT_EQ(challenge_of(dates, std::chrono::sys_days(std::chrono::days(20'001)))->id, challenge_of(dates, std::chrono::sys_days(std::chrono::days(20'000)), 1)->id);
}

}  // namespace
}  // namespace twinlamp::client::test

// Two people with a real app each: a date planned, a visit counted, and a file for the calendar.
#include <fstream>
#include <sstream>

#include "tests/client/app/app_fixture.h"

namespace twinlamp::client::test {
namespace {

using std::chrono::hours;

class DatesTest : public CoupleTest {
protected:
  Moment in(hours time) { return std::chrono::floor<std::chrono::seconds>(noor_.clock().now().wall) + time; }
  void expect_notice(Person& person, const std::string& part) {
    EXPECT_TRUE(person.wait([&](const Model&) { return person.has_notice(part); })) << part;
  }
};

TEST_F(DatesTest, ADateIsProposedAgreedToAndKnownToBoth) {
  pair_up();
  const auto at = in(hours(50));
  noor_.send(ProposeDate{"Cook the same soup", at, 90});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.dates->mine.has_value(); }));
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.dates->theirs.has_value(); }));
  const auto theirs = *sam_.model()->dates->theirs;
  EXPECT_EQ(theirs.what, "Cook the same soup");
  EXPECT_EQ(theirs.at, at);
  sam_.send(TakeStep{sam_.model()->dates->round, StepKind::agree_plan, 0, {}, theirs.step});
  for (auto* person : {&noor_, &sam_}) {
    ASSERT_TRUE(person->wait([](const Model& m) { return m.dates->agreed.has_value(); }));
    EXPECT_EQ(person->model()->dates->agreed->what, "Cook the same soup");
  }
}

TEST_F(DatesTest, TwoWhoProposeAtOnceHaveOneRoundAndBothProposals) {
  pair_up();
  noor_.send(ProposeDate{"Soup", in(hours(50)), 90});
  sam_.send(ProposeDate{"A walk", in(hours(30)), 60});
  for (auto* person : {&noor_, &sam_})
    ASSERT_TRUE(person->wait([](const Model& m) { return m.dates->mine && m.dates->theirs; }));
  EXPECT_EQ(noor_.model()->dates->round, sam_.model()->dates->round);
  EXPECT_EQ(noor_.model()->dates->theirs->what, "A walk");
}

TEST_F(DatesTest, ADateInThePastOrWithoutAWordIsRefused) {
  pair_up();
  noor_.send(ProposeDate{"Soup", in(hours(-1)), 90});
  expect_notice(noor_, "has passed");
  noor_.send(ProposeDate{"  ", in(hours(5)), 90});
  expect_notice(noor_, "what you would like to do");
  EXPECT_EQ(noor_.model()->dates->round, "");
}

TEST_F(DatesTest, AfterItBothSayHowExcitingItWasAndItOpensAsEveryRound) {
  pair_up();
  noor_.send(ProposeDate{"Soup", in(hours(1)), 90});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.dates->theirs.has_value(); }));
  const auto round = sam_.model()->dates->round;
  for (auto* person : {&noor_, &sam_}) person->send(SealAnswer{round, ScaleAnswer{8}, SealMode::apart});
  for (auto* person : {&noor_, &sam_}) EXPECT_TRUE(person->wait_round(round, [](const RoundView& r) { return r.partners.has_value(); }));
}

TEST_F(DatesTest, AVisitIsCountedOnBothAndTheNewestOfEitherCounts) {
  pair_up();
  noor_.send(PutItem{SharedList::visit, {}, "At your place", in(hours(24 * 12))});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.dates->visit.has_value(); }));
  EXPECT_EQ(sam_.model()->dates->visit->text, "At your place");
  EXPECT_FALSE(sam_.model()->dates->visit->mine);
  EXPECT_EQ(days_until(sam_.model()->me.zone, sam_.clock().now().wall, sam_.model()->dates->visit->at), 12);
  sam_.clock().pass(std::chrono::minutes(1));
  sam_.send(PutItem{SharedList::visit, {}, "At mine", in(hours(24 * 20))});
  for (auto* person : {&noor_, &sam_})
    ASSERT_TRUE(person->wait([](const Model& m) { return m.dates->visit && m.dates->visit->text == "At mine"; }));
  sam_.send(RemoveItem{sam_.model()->dates->visit->item});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.dates->visit && m.dates->visit->text == "At your place"; }));
}

TEST_F(DatesTest, TheCalendarFileHoldsTheDateAndIsReadableByItsOwnerAlone) {
  pair_up();
  const auto file = folder_ / "date.ics";
  noor_.send(ExportCalendar{file.string()});
  expect_notice(noor_, "no date or visit to come");
  EXPECT_FALSE(std::filesystem::exists(file));
  noor_.send(ProposeDate{"Soup, and a walk", in(hours(50)), 90});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.dates->theirs.has_value(); }));
  sam_.send(TakeStep{sam_.model()->dates->round, StepKind::agree_plan, 0, {}, sam_.model()->dates->theirs->step});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.dates->agreed.has_value(); }));
  noor_.send(ExportCalendar{file.string()});
  expect_notice(noor_, "not encrypted");
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  EXPECT_NE(text.str().find("DESCRIPTION:Soup\\, and a walk\r\n"), std::string::npos) << text.str();
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  noor_.send(ExportCalendar{file.string()});
  expect_notice(noor_, "of that name already");
  const auto before = noor_.model()->exporting.done;
  noor_.send(ExportCalendar{file.string(), true});
  EXPECT_TRUE(noor_.wait([&](const Model& m) { return m.exporting.done > before; }));
}

}  // namespace
}  // namespace twinlamp::client::test

// Dates in the terminal, against an app that says what the test wants.
#include "client/cli/practice_dates.h"

#include "tests/client/cli/command_fixture.h"

namespace twinlamp::cli {
namespace {

using client::Moment;
using client::PlanView;

class DateCommands : public test::CommandTest {
protected:
  DateCommands() {
    auto& model = app_.edit();
    model.me.zone = {60, {}};
    model.partner.zone = {-480, {}};
  }
  static void set(client::Model& model, const std::function<void(client::DatesView&)>& how) {
    auto dates = *model.dates;
    how(dates);
    model.dates = std::make_shared<const client::DatesView>(dates);
  }
  static Moment day(int number) { return Moment(std::chrono::sys_days(std::chrono::year(2096) / 11 / number)); }
  static PlanView soup() { return {"s1", "Cook the same soup", day(28) + std::chrono::hours(19) + std::chrono::minutes(30), 90}; }
};

TEST_F(DateCommands, ProposesByTheClockHereAndSaysBothTimes) {
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (const auto* plan = std::get_if<client::ProposeDate>(&intent))
      set(model, [&](auto& dates) { dates.round = "d", dates.mine = PlanView{"s1", plan->what, plan->at, plan->minutes}; });
  };
  const auto said = run({"plan", "--minutes", "60", "2096-11-28", "20:30", "Cook", "the", "same", "soup"});
  EXPECT_EQ(code_, 0) << said;
  ASSERT_TRUE(last<client::ProposeDate>());
  EXPECT_EQ(last<client::ProposeDate>()->at, soup().at);
  EXPECT_EQ(last<client::ProposeDate>()->what, "Cook the same soup");
  EXPECT_EQ(last<client::ProposeDate>()->minutes, 60);
  EXPECT_NE(said.find("28 Nov, 20:30 with you"), std::string::npos) << said;
  EXPECT_NE(said.find("28 Nov, 11:30 with Sam"), std::string::npos) << said;
}

TEST_F(DateCommands, SaysHowAPlanIsWritten) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"plan"}, {"plan", "soup"}, {"plan", "2096-11-28", "20:30"}, {"plan", "--minutes", "x", "20:30", "soup"}}) {
    EXPECT_NE(run(words).find("`plan 2026-11-28 20:30 WHAT`"), std::string::npos);
    EXPECT_EQ(code_, 2);
  }
  EXPECT_FALSE(last<client::ProposeDate>());
}

TEST_F(DateCommands, SaysYesToWhatIsProposedAndOnlyThen) {
  EXPECT_NE(run({"plan", "agree"}).find("no proposal"), std::string::npos);
  EXPECT_EQ(code_, 1);
  set(app_.edit(), [](auto& dates) { dates.round = "d", dates.theirs = soup(); });
  app_.react = [](client::Model& model, const client::Intent&) { set(model, [](auto& dates) { dates.agreed = dates.theirs, dates.theirs.reset(); }); };
  EXPECT_NE(run({"plan", "agree"}).find("You both said yes: Cook the same soup"), std::string::npos);
  EXPECT_EQ(last<client::TakeStep>()->about, "s1");
  EXPECT_EQ(last<client::TakeStep>()->kind, client::StepKind::agree_plan);
}

TEST_F(DateCommands, CallsItOff) {
  set(app_.edit(), [](auto& dates) { dates.round = "d", dates.agreed = soup(); });
  app_.react = [](client::Model& model, const client::Intent&) { set(model, [](auto& dates) { dates = {}; }); };
  EXPECT_NE(run({"plan", "off"}).find("It is off."), std::string::npos);
  EXPECT_EQ(last<client::CloseRound>()->round, "d");
}

TEST_F(DateCommands, SealsASurpriseUntilItsMoment) {
  app_.react = [](client::Model& model, const client::Intent&) {
    set(model, [](auto& dates) { dates.surprises.push_back(std::make_shared<const client::GiftView>()); });
  };
  const auto said = run({"surprise", "2096-11-28", "20:30", "Look", "under", "your", "keyboard"});
  ASSERT_TRUE(last<client::SendGift>()) << said;
  EXPECT_EQ(last<client::SendGift>()->text, "Look under your keyboard");
  EXPECT_EQ(last<client::SendGift>()->at, soup().at);
  EXPECT_NE(said.find("28 Nov, 11:30"), std::string::npos) << said;
  run({"surprise", "Look"});
  EXPECT_EQ(code_, 2);
}

TEST_F(DateCommands, CountsTheDaysToAVisitAndNamesOne) {
  EXPECT_NE(run({"visit"}).find("No visit is in sight"), std::string::npos);
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (const auto* put = std::get_if<client::PutItem>(&intent))
      set(model, [&](auto& dates) { dates.visit = client::VisitView{"v", true, put->text, *put->at}; });
    if (std::holds_alternative<client::RemoveItem>(intent)) set(model, [](auto& dates) { dates.visit.reset(); });
  };
  const auto said = run({"visit", "2096-11-28", "20:30", "At", "your", "place"});
  EXPECT_EQ(code_, 0) << said;
  EXPECT_EQ(last<client::PutItem>()->list, client::SharedList::visit);
  EXPECT_EQ(last<client::PutItem>()->text, "At your place");
  EXPECT_NE(said.find("days until you see each other"), std::string::npos) << said;
  run({"visit", "2001-01-01", "20:30"});
  EXPECT_EQ(code_, 1) << "it has passed";
  run({"visit", "off"});
  EXPECT_EQ(last<client::RemoveItem>()->item, "v");
  run({"visit", "off"});
  EXPECT_EQ(code_, 1);
}

TEST_F(DateCommands, HasAChallengeForTonightAndMore) {
  EXPECT_EQ((run({"seven"}), code_), 1);
  set(app_.edit(), [](auto& dates) { dates.challenges = {{"a", "Hum a song.", 7}, {"b", "Draw a door.", 7}}; });
  const auto first = run({"seven"}), second = run({"seven", "1"});
  EXPECT_NE(first, second);
  EXPECT_EQ((run({"seven", "x"}), code_), 2);
}

TEST_F(DateCommands, SavesTheCalendarToTheFileThatIsNamed) {
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (const auto* save = std::get_if<client::ExportCalendar>(&intent)) model.exporting.file = save->file, ++model.exporting.done;
  };
  EXPECT_NE(run({"calendar", "--replace", "/tmp/a.ics"}).find("Saved: /tmp/a.ics"), std::string::npos);
  EXPECT_EQ(last<client::ExportCalendar>()->file, "/tmp/a.ics");
  EXPECT_TRUE(last<client::ExportCalendar>()->replace);
}

TEST_F(DateCommands, ThePageTellsAllOfIt) {
  set(app_.edit(), [](auto& dates) {
    dates.round = "d", dates.theirs = soup();
    dates.visit = client::VisitView{"v", true, "At your place", day(30)};
    dates.mutual = {{"i", "Draw each other.", 60}};
  });
  const auto page = run({"dates"});
  for (const auto* part : {"Sam proposes: Cook the same soup", "At your place", "Draw each other.", "`plan agree` says yes"})
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  json_ = true;
  EXPECT_NE(run({"dates"}).find("\"state\":\"theirs\""), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::cli

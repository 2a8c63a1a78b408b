// The page of Feelings: today's check-in in each of its states, what is offered after it, and the chart.
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;
using namespace std::chrono_literals;

const std::chrono::sys_days this_day = 2026y / 11 / 18;  // by the window's clock

class FeelingsPageTest : public ScreenTest {
protected:
  void open(const FeelingsFacts& facts, std::vector<RoundView> rounds = {}) {
    auto model = paired();
    model.feelings_facts = std::make_shared<const FeelingsFacts>(facts);
    model.open_rounds.clear();
    for (auto& round : rounds) model.open_rounds.push_back(std::make_shared<RoundView>(std::move(round)));
    show(std::move(model), {.to = Route::To::practice, .practice = 1});
  }
  static FeelingsFacts named(std::chrono::sys_days day) {
    FeelingsFacts facts;
    facts.card = "feelings.now";
    facts.mine = {{day, 4, "longing"}};
    facts.partners = {{day, 2, "unhurried"}};
    facts.last = "k1", facts.last_day = day;
    facts.evening = FeelingsFacts::Evening::low;
    facts.offers = {{"fears.a", "What would be good to hear tonight?", "Fears"}};
    return facts;
  }
};

TEST_F(FeelingsPageTest, AsksTheDailyCardWhereTodayHasNoNameYet) {
  open(named(this_day - std::chrono::days(2)));
  press("Name what is there", "button");
  ASSERT_NE(port->last<AskCard>(), nullptr);
  EXPECT_EQ(port->last<AskCard>()->card, "feelings.now");
  EXPECT_EQ(find("What would be good to hear tonight?", "row"), nullptr) << "what was felt two days ago asks for nothing";
}

TEST_F(FeelingsPageTest, LeadsToTheRoundThatIsOpen) {
  auto round = round_of(CardKind::feeling, RoundPhase::partner_sealed);
  round.card.id = "feelings.now";
  open(named(this_day - std::chrono::days(1)), {round});
  EXPECT_EQ(find("Name what is there", "button"), nullptr);
  press("Open it", "button");
  EXPECT_EQ(window->route().round, round.id);
}

TEST_F(FeelingsPageTest, ShowsWhatBothHaveNamedTodayAndWhatMightComeNext) {
  open(named(this_day));
  EXPECT_NE(find("longing, 4 of 5", "said"), nullptr);
  EXPECT_NE(find("unhurried, 2 of 5", "said"), nullptr);
  EXPECT_EQ(find("Name what is there", "button"), nullptr);
  press("What would be good to hear tonight?", "row");
  ASSERT_NE(port->last<AskCard>(), nullptr);
  EXPECT_EQ(port->last<AskCard>()->card, "fears.a");
}

TEST_F(FeelingsPageTest, DrawsBothOverTheDaysAndTheWeeks) {
  open(*paired().feelings_facts);
  ASSERT_NE(find("How strong it was", "chart"), nullptr);
  press("All of the time", "chip");
  EXPECT_NE(find("How strong it was", "chart")->value.find("The week of"), std::string::npos);
}

TEST_F(FeelingsPageTest, HasNoChartWhereNothingWasNamedYet) {
  FeelingsFacts facts;
  facts.card = "feelings.now";
  open(facts);
  EXPECT_EQ(find("How strong it was", "chart"), nullptr);
  EXPECT_NE(find("Name what is there", "button"), nullptr);
}

TEST_F(FeelingsPageTest, SaysOnItsTileWhetherTodayHasAName) {
  for (const auto& [day, told] : {std::pair{this_day, std::string("Named today, by both of you")}, {this_day - std::chrono::days(1), std::string("Not named today yet")}}) {
    auto model = paired();
    model.open_rounds.clear();
    model.feelings_facts = std::make_shared<const FeelingsFacts>(named(day));
    show(std::move(model), {Route::To::practices});
    EXPECT_EQ(find("Feelings", "practice")->value, told);
  }
}

}  // namespace
}  // namespace twinlamp::ui::test

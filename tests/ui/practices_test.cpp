// The grid of practices, and the page of each: where presses lead, and what is shown of what waits.
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

Route page_of(int practice) {
  return {.to = Route::To::practice, .practice = practice};
}

TEST_F(ScreenTest, LeadsFromTheGridToEachPracticeAndBack) {
  const auto model = paired();
  ASSERT_EQ(model.practices->size(), 10u);
  for (const auto& practice : *model.practices) {
    show(model, {Route::To::practices});
    press(practice.name, "practice");
    EXPECT_EQ(window->route(), page_of(practice.number)) << practice.name;
    EXPECT_NE(find(practice.name, "title"), nullptr);
    EXPECT_NE(find(practice.about, "text"), nullptr);
    press("Back");
    EXPECT_EQ(window->route(), Route{Route::To::practices});
  }
}

TEST_F(ScreenTest, IsAtThePracticesByControlTwoAndLeavesThemByEscape) {
  show(paired());
  shortcut('2');
  EXPECT_EQ(window->route(), Route{Route::To::practices});
  for (int i = 0; i < 30 && !(find("Fears", "practice") && find("Fears", "practice")->focused); ++i) key(Key::tab);
  key(Key::enter);
  EXPECT_EQ(window->route(), page_of(3));
  EXPECT_NE(find("Practices", "place"), nullptr);
  EXPECT_TRUE(find("Practices", "place")->selected);
  key(Key::escape);
  EXPECT_EQ(window->route(), Route{Route::To::practices});
  key(Key::escape);
  EXPECT_EQ(window->route(), Route{});
}

TEST_F(ScreenTest, ShowsOnTheTileWhatWaitsThere) {
  auto round = text_round(RoundPhase::partner_sealed);
  show(with_round(round), {Route::To::practices});
  EXPECT_NE(find("Fears", "practice")->value.find("here for you"), std::string::npos)
      << find("Fears", "practice")->value;
  EXPECT_EQ(find("Dates", "practice")->value, "Whenever you like");
  auto sealed = paired();
  sealed.open_rounds = {std::make_shared<RoundView>(text_round(RoundPhase::sealed))};
  show(sealed, {Route::To::practices});
  EXPECT_EQ(find("Fears", "practice")->value, "One is open, and rests");
}

TEST_F(ScreenTest, AsksTheCardThatFitsNextAndComesBackToItsPractice) {
  show(paired(), page_of(3));
  press("Ask this", "button");
  ASSERT_NE(port->last<AskCard>(), nullptr);
  EXPECT_EQ(port->last<AskCard>()->card, "Fears.1");
  auto round = text_round(RoundPhase::writing);
  round.card.id = "Fears.1";
  port->show(with_round(round));
  frames(3);
  EXPECT_EQ(window->route().to, Route::To::round);
  press("Back");
  EXPECT_EQ(window->route(), page_of(3));
}

TEST_F(ScreenTest, ListsAPracticesCardsByTheirDepthAndAsksTheOneLookedAt) {
  show(paired(), page_of(8));
  press("open", "chip");
  EXPECT_EQ(find("If tonight had a colour, which one, and why that one?", "row"), nullptr) << "another depth";
  press("What would you like me to ask you more often?", "row");
  ASSERT_NE(find("Not now"), nullptr);
  EXPECT_EQ(find("What would you like me to ask you more often?", "dialog")->label,
            "What would you like me to ask you more often?");
  key(Key::escape);
  EXPECT_EQ(find("Not now"), nullptr);
  EXPECT_EQ(window->route(), page_of(8)) << "Escape closes what lies on top first";
  press("What would you like me to ask you more often?", "row");
  key(Key::enter);
  ASSERT_NE(port->last<AskCard>(), nullptr);
  EXPECT_EQ(port->last<AskCard>()->card, "Dialogue.2");
}

TEST_F(ScreenTest, ListsOnAPageOnlyTheRoundsOfItsPractice) {
  auto fear = text_round(RoundPhase::writing), feeling = round_of(CardKind::feeling, RoundPhase::writing);
  feeling.id = "f";
  auto model = paired();
  model.open_rounds = {std::make_shared<RoundView>(fear), std::make_shared<RoundView>(feeling)};
  show(model, page_of(1));
  EXPECT_EQ(find(fear.card.prompt, "row"), nullptr);
  press(feeling.card.prompt, "row");
  EXPECT_EQ(window->route(), (Route{Route::To::round, "f", Route::To::practice, 1}));
}

TEST_F(ScreenTest, ShowsUnderHeardWhatWaitsToBeReceivedByWhom) {
  auto mine = text_round(RoundPhase::receiving), theirs = text_round(RoundPhase::receiving);
  theirs.id = "t", theirs.card.prompt = "Which door do you keep closed?";
  theirs.may_say_back = theirs.may_react = false;
  auto model = paired();
  model.open_rounds = {std::make_shared<RoundView>(mine), std::make_shared<RoundView>(theirs)};
  show(model, page_of(10));
  EXPECT_LT(find(mine.card.prompt, "row")->rect.y, find("Waiting to be received", "heading")->rect.y);
  EXPECT_GT(find(theirs.card.prompt, "row")->rect.y, find("Waiting to be received", "heading")->rect.y);
}

TEST_F(ScreenTest, GoesToThePracticesWhereOneIsNotThere) {
  auto model = paired();
  model.practices = std::make_shared<std::vector<PracticeView>>();
  show(model, page_of(3));
  EXPECT_EQ(window->route(), Route{Route::To::practices});
}

}  // namespace
}  // namespace twinlamp::ui::test

// Play: the games, this or that against the clock, and Your thing.
#include <algorithm>

#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;
using namespace std::chrono_literals;

const Route game{Route::To::round, "r"}, play_page{.to = Route::To::practice, .practice = 6};

class PlayTest : public ScreenTest {
protected:
  PlayTest() { between_frames = 10ms; }
  // As the app tells it, while the window is open.
  void tell(Model model) {
    port->show(std::move(model));
    frames(2);
  }
  void begin(std::chrono::milliseconds after) {
    show(in_game(std::nullopt), game);
    tell(in_game(ui.now + after));
  }
  bool has(std::string_view label) { return find(label) != nullptr; }
};

TEST_F(PlayTest, BeginsAGameOnlyWhenOneSaysThatOneIsReady) {
  show(with_round(round_of(CardKind::pairs, RoundPhase::writing)), game);
  EXPECT_FALSE(has("the sea")) << "no pair is seen before it begins";
  press("I am ready");
  ASSERT_NE(port->last<ReadyToPlay>(), nullptr);
  EXPECT_EQ(port->last<ReadyToPlay>()->round, "r");
}

TEST_F(PlayTest, WaitsForTheOtherAndMayBeLeft) {
  show(in_game(std::nullopt), game);
  EXPECT_TRUE(has("Waiting for Sam to be ready …"));
  press("Not now");
  EXPECT_NE(port->last<LeavePlay>(), nullptr);
}

TEST_F(PlayTest, CountsToTheInstantAndShowsNoPairBefore) {
  begin(2500ms);
  EXPECT_NE(find("3", "count"), nullptr);
  EXPECT_FALSE(has("the sea"));
  frames(260);
  EXPECT_TRUE(has("the sea"));
  EXPECT_EQ(find("1 of 10", "place")->role, "place");
}

TEST_F(PlayTest, TellsWhatWasPickedWithItsMoment) {
  begin(-1s);
  const auto before = ui.now;
  key(Key::right);
  const auto* pick = port->last<PickSide>();
  ASSERT_NE(pick, nullptr);
  EXPECT_EQ(pick->round, "r");
  EXPECT_EQ(pick->place, 0u);
  EXPECT_EQ(pick->pick, Pick::right);
  EXPECT_GT(pick->at, before);
  EXPECT_LE(pick->at, ui.now);
  EXPECT_TRUE(find("the mountains", "option")->selected);
  press("the sea", "option");
  EXPECT_EQ(port->last<PickSide>()->pick, Pick::left);
}

TEST_F(PlayTest, GoesOnToTheNextPairAfterThreeSecondsWithNothingChosen) {
  begin(-2s);
  key(Key::left);
  frames(120);
  EXPECT_FALSE(has("the sea"));
  EXPECT_FALSE(find("early", "option")->selected);
  EXPECT_FALSE(find("late", "option")->selected);
  key(Key::left);
  EXPECT_EQ(port->last<PickSide>()->place, 1u);
}

TEST_F(PlayTest, SaysThatTheOtherIsOutOfReachAndGoesOn) {
  begin(-1s);
  auto model = in_game(ui.now - 1s);
  model.game->alone = true;
  tell(model);
  EXPECT_TRUE(has("Sam is out of reach just now. Go on: what you pick is kept and sealed."));
  EXPECT_TRUE(has("the sea"));
}

TEST_F(PlayTest, EndsAfterTenPairs) {
  begin(-31s);
  EXPECT_TRUE(has("That was the last one. Your picks are being sealed."));
  EXPECT_FALSE(has("now")) << "no pair";
}

TEST_F(PlayTest, TellsWhoWasReadyBefore) {
  auto round = round_of(CardKind::pairs, RoundPhase::writing);
  round.steps = {{"s1", StepKind::ready, false, 0, "", "", "Mon 23 Nov, 21:40", {}}};
  show(with_round(round), game);
  EXPECT_TRUE(has("Sam said “I am ready”: Mon 23 Nov, 21:40."));
}

TEST_F(PlayTest, CanBeAnsweredWithoutTheClock) {
  show(with_round(round_of(CardKind::pairs, RoundPhase::writing)), game);
  press("Rather without the clock");
  EXPECT_TRUE(has("the sea"));
  EXPECT_TRUE(has("Seal my answer"));
}

TEST_F(PlayTest, OffersEachGameAndAsksItsCard) {
  show(with_things(), play_page);
  for (const auto* name : {"Guess me", "This or that", "Two truths and a wish", "Which is really mine"})
    EXPECT_NE(find(name, "game"), nullptr) << name;
}

TEST_F(PlayTest, PutsAThingIntoOnesList) {
  show(with_things(), play_page);
  type_into("What is it?", "Knots");
  press("Put it there");
  const auto* put = port->last<PutItem>();
  ASSERT_NE(put, nullptr);
  EXPECT_EQ(put->list, SharedList::into);
  EXPECT_EQ(put->text, "Knots");
  EXPECT_FALSE(put->at);
}

TEST_F(PlayTest, TakesTheDayOfWhatIsComingAndRefusesWhatIsNone) {
  show(with_things(), play_page);
  press("Coming up", "chip");
  type_into("What is it?", "A swim");
  type_into("When", "soon");
  EXPECT_FALSE(find("Put it there")->enabled);
  EXPECT_TRUE(has("Write it like 2026-12-04 18:30, or leave it empty."));
  shortcut('A');
  type("2026-12-04 18:30");
  press("Put it there");
  const auto* put = port->last<PutItem>();
  ASSERT_NE(put, nullptr);
  EXPECT_EQ(put->list, SharedList::coming);
  EXPECT_TRUE(put->at.has_value());
}

TEST_F(PlayTest, AsksAboutThePartnersThingWithAPromptMadeOnesOwn) {
  show(with_things(), play_page);
  press("Ask about it");
  press("How did it begin?", "chip");
  type(" And where?");
  press("Ask about it", "button");
  const auto* said = port->last<SayRemark>();
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(said->kind, RemarkKind::ask);
  EXPECT_EQ(said->about, "p1");
  EXPECT_EQ(said->text, "How did it begin? And where?");
}

TEST_F(PlayTest, OffersAdviceOnlyWhereItWasAskedFor) {
  show(with_things(), play_page);
  const auto offered = std::ranges::count_if(ui.log().widgets(), [](const Widget& each) { return each.label == "Say what you think"; });
  EXPECT_EQ(offered, 1);
  press("Ask for advice");
  const auto* said = port->last<SayRemark>();
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(said->kind, RemarkKind::ask);
  EXPECT_TRUE(said->text.empty());
}

TEST_F(PlayTest, ShowsOnTheTileThatAQuestionWaits) {
  show(with_things(), {Route::To::practices});
  EXPECT_EQ(find("Play", "practice")->value, "A question about your thing");
}

}  // namespace
}  // namespace twinlamp::ui::test

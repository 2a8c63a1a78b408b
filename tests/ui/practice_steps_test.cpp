// What a practice lets one do under two open answers, and the pages of Fears, Dialogue and Values.
#include "tests/ui/support/practice_models.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

const Route in_round{Route::To::round, "r"};

TEST_F(ScreenTest, OffersNoFixingBeforeTheFearsOwnerHasSaidWhatHelps) {
  auto round = fear_to_help();
  round.fears->may_help = false, round.fears->partners.wanted = Help::unsaid;
  show(with_round(round), in_round);
  EXPECT_EQ(find("To help", "writing"), nullptr);
  show(with_round(fear_to_help()), in_round);
  EXPECT_NE(find("Sam would like company", "heading"), nullptr);
  type_into("To help", "I stay on the line tonight.");
  press("Send it", "button");
  ASSERT_NE(port->last<TakeStep>(), nullptr);
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::help_given);
  EXPECT_EQ(port->last<TakeStep>()->text, "I stay on the line tonight.");
}

TEST_F(ScreenTest, SaysWhatWouldHelpOnceHeard) {
  show(with_round(fear_to_say()), in_round);
  press("ideas", "button");
  ASSERT_NE(port->last<TakeStep>(), nullptr);
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::help_wanted);
  EXPECT_EQ(port->last<TakeStep>()->choice, 3);
  EXPECT_EQ(port->last<TakeStep>()->round, "r");
}

TEST_F(ScreenTest, InvitesAnExampleWhereAnAnswerCouldBeAnybodys) {
  show(with_round(talk_begun()), in_round);
  ASSERT_NE(find("for an example", "chip"), nullptr);
  EXPECT_TRUE(find("for an example", "chip")->selected);
  type_into("Your question", "When did it feel like that?");
  press("Ask", "button");
  ASSERT_NE(port->last<TakeStep>(), nullptr);
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::question);
  EXPECT_EQ(port->last<TakeStep>()->choice, int(QuestionKind::example));
  EXPECT_EQ(port->last<TakeStep>()->text, "When did it feel like that?");
}

TEST_F(ScreenTest, AsksOnlyOnceTheKindOfTheQuestionIsNamed) {
  auto round = talk_begun();
  round.dialogue->invites_example = false;
  show(with_round(round), in_round);
  EXPECT_EQ(find("Your question", "writing"), nullptr);
  press("about a contradiction", "chip");
  type("And yesterday?");
  press("Ask", "button");
  ASSERT_NE(port->last<TakeStep>(), nullptr);
  EXPECT_EQ(port->last<TakeStep>()->choice, int(QuestionKind::contradiction));
}

TEST_F(ScreenTest, AnswersTheQuestionThatWaitsOrLeavesItOpen) {
  show(with_round(talk_asked()), in_round);
  EXPECT_NE(find("Sam asked you (what is taken for granted)", "heading"), nullptr);
  press("Leave it open");
  ASSERT_NE(port->last<TakeStep>(), nullptr);
  EXPECT_EQ(port->last<TakeStep>()->text, "");
  EXPECT_EQ(port->last<TakeStep>()->about, "q2");
  show(with_round(talk_asked()), in_round);
  press("Your answer", "writing");
  type("No. Ours is two.");
  press("Answer", "button");
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::answer);
  EXPECT_EQ(port->last<TakeStep>()->text, "No. Ours is two.");
  EXPECT_EQ(port->last<TakeStep>()->about, "q2");
}

TEST_F(ScreenTest, KeepsABoardOfWhatBothStandBehind) {
  show(with_round(talk_asked()), in_round);
  press("I stand behind this too");
  ASSERT_NE(port->last<TakeStep>(), nullptr);
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::stand_behind);
  EXPECT_EQ(port->last<TakeStep>()->about, "s2");
  press("Take it back");
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::withdraw);
  EXPECT_EQ(port->last<TakeStep>()->about, "s3");
  type_into("A sentence for the board", "We are each other's way home.");
  press("Put it on the board");
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::statement);
  EXPECT_EQ(port->last<TakeStep>()->text, "We are each other's way home.");
}

TEST_F(ScreenTest, EndsATalkInOneOfTwoWays) {
  show(with_round(talk_asked()), in_round);
  press("we see it differently, and understand why", "chip");
  ASSERT_NE(port->last<TakeStep>(), nullptr);
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::ending);
  EXPECT_EQ(port->last<TakeStep>()->choice, int(DialogueEnding::difference));
  show(with_round(talk_ended()), in_round);
  EXPECT_EQ(find("Your question", "writing"), nullptr);
  EXPECT_EQ(find("we agree", "chip"), nullptr);
  EXPECT_NE(find("we see it differently, and understand why", "ending"), nullptr);
  press("Close this round");
  EXPECT_NE(port->last<CloseRound>(), nullptr);
}

TEST_F(ScreenTest, HearsADeepAnswerBeforeItAsksAboutIt) {
  auto round = talk_begun();
  round.may_say_back = true;
  show(with_round(round), in_round);
  EXPECT_EQ(find("Ask about it", "heading"), nullptr);
  EXPECT_NE(find("What I heard", "writing"), nullptr);
}

TEST_F(ScreenTest, ShowsTwoSortedPilesAsOnePictureAndTheirDifferencesAsTalks) {
  show(with_round(values_sorted()), in_round);
  EXPECT_NE(find("What matters most", "overlap"), nullptr);
  int talks = 0;
  std::string first;
  for (const auto& widget : ui.log().widgets())
    if (widget.role == "talk" && talks++ == 0) first = widget.label;
  ASSERT_GT(talks, 2);
  press(first, "talk");
  ASSERT_NE(find("Your question", "writing"), nullptr);
  EXPECT_NE(find("Your question", "writing")->value.find(first), std::string::npos)
      << find("Your question", "writing")->value;
}

TEST_F(ScreenTest, SuggestsOneThingForTheWeekAndAgreesToTheOthers) {
  show(with_round(values_sorted()), in_round);
  type_into("What you could do together", "A walk, on the phone.");
  press("Suggest it");
  ASSERT_NE(port->last<TakeStep>(), nullptr);
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::action);
  EXPECT_EQ(port->last<TakeStep>()->text, "A walk, on the phone.");
  show(with_round(values_suggested()), in_round);
  EXPECT_EQ(find("What you could do together", "writing"), nullptr) << "the other's first";
  press("Yes, let us do that");
  EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::agree);
  EXPECT_EQ(port->last<TakeStep>()->about, "s");
}

TEST_F(ScreenTest, AsksAWeekLaterHowItWentOnTheRoundAndOnThePage) {
  for (const auto& route : {in_round, Route{.to = Route::To::practice, .practice = 7}}) {
    show(values_due(), route);
    press("half of it", "button");
    ASSERT_NE(port->last<TakeStep>(), nullptr);
    EXPECT_EQ(port->last<TakeStep>()->kind, StepKind::check_back);
    EXPECT_EQ(port->last<TakeStep>()->choice, int(CheckBack::half));
    EXPECT_EQ(port->last<TakeStep>()->round, "r");
  }
  show(values_due(), {Route::To::practices});
  EXPECT_EQ(find("Values", "practice")->value, "One thing wants a word on how it went");
}

TEST_F(ScreenTest, SaysOnAPageHowThePracticeGoes) {
  show(paired(), {.to = Route::To::practice, .practice = 3});
  EXPECT_NE(find("And the other answers to exactly that."), nullptr);
  show(paired(), {.to = Route::To::practice, .practice = 8});
  EXPECT_NE(find("What both of you stand behind goes on the board."), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test

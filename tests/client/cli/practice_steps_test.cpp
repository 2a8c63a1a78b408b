// Fears, dialogues and values in the terminal, against an app that says what the test wants.
#include "client/cli/practice_steps.h"

#include "tests/client/cli/command_fixture.h"

namespace twinlamp::cli {
namespace {

using client::StepKind;
using client::TakeStep;

class PracticeCommands : public test::CommandTest {
protected:
  PracticeCommands() {
    have({
        {3, "fears", "Fears", "Heard first.", {}}, {7, "values", "Values", "One thing a week.", {}}, {8, "dialogue", "Dialogue", "Only questions.", {}}});
    round_.id = "r1";
    round_.phase = client::RoundPhase::receiving;
    round_.card.prompt = "What is love?";
    // A step that is taken stands in its round.
    app_.react = [this](client::Model&, const client::Intent& intent) {
      if (!std::get_if<TakeStep>(&intent)) return;
      client::StepView step;
      step.mine = true;
      round_.steps.push_back(step);
      show();
    };
  }
  void show() { app_.edit().open_rounds = {std::make_shared<client::RoundView>(round_)}; }

  std::string run(const std::vector<std::string>& words) {
    show();
    return CommandTest::run(words);
  }
  TakeStep last() const {
    const auto* step = CommandTest::last<TakeStep>();
    return step == nullptr ? TakeStep{} : *step;
  }

  client::RoundView round_;
};

TEST_F(PracticeCommands, SayWhatWouldHelpAndGiveExactlyThat) {
  round_.fears.emplace();
  EXPECT_NE(run({"help-wanted", "ideas"}).find("once your fear was heard"), std::string::npos);
  EXPECT_EQ(code_, 1);
  round_.fears->may_say_what_helps = true;
  run({"help-wanted", "ideas"});
  EXPECT_EQ(code_, 0);
  EXPECT_EQ(last().kind, StepKind::help_wanted);
  EXPECT_EQ(last().choice, 3);
  run({"help-wanted", "money"});
  EXPECT_EQ(code_, 2);

  EXPECT_NE(run({"give-help", "Do", "this."}).find("Nothing is asked of you now"), std::string::npos);
  EXPECT_EQ(last().kind, StepKind::help_wanted) << "nothing was sent";
  round_.fears->may_help = true;
  run({"give-help", "I", "am", "here."});
  EXPECT_EQ(last().kind, StepKind::help_given);
  EXPECT_EQ(last().text, "I am here.");
}

TEST_F(PracticeCommands, HoldATalk) {
  auto& talk = round_.dialogue.emplace();
  talk.may_ask = talk.may_state = talk.may_end = true;
  talk.board = {{"s1", "It can move.", false, false, true, false}, {"s2", "It stays.", true, false, false, true}};
  run({"talk", "ask", "contradiction", "And", "yesterday?"});
  EXPECT_EQ(last().kind, StepKind::question);
  EXPECT_EQ(last().choice, 7);
  EXPECT_EQ(last().text, "And yesterday?");
  EXPECT_NE(run({"talk", "ask", "And", "yesterday?"}).find("clarify, example"), std::string::npos);
  EXPECT_EQ(code_, 2);

  EXPECT_NE(run({"talk", "answer", "In", "May."}).find("No question waits"), std::string::npos);
  round_.dialogue->to_answer = "q";
  run({"talk", "answer", "In", "May."});
  EXPECT_EQ(last().about, "q");
  EXPECT_EQ(last().text, "In May.");
  run({"talk", "leave-open"});
  EXPECT_EQ(last().text, "");

  run({"talk", "stand", "1"});
  EXPECT_EQ(last().kind, StepKind::stand_behind);
  EXPECT_EQ(last().about, "s1");
  run({"talk", "take-back", "2"});
  EXPECT_EQ(last().kind, StepKind::withdraw);
  EXPECT_NE(run({"talk", "stand", "2"}).find("settled"), std::string::npos);
  for (const std::string no_line : {"0", "3", "one", "1x"}) {
    run({"talk", "stand", no_line});
    EXPECT_EQ(code_, 2) << no_line;
  }
  run({"talk", "put", "We", "care."});
  EXPECT_EQ(last().kind, StepKind::statement);
  run({"talk", "end", "differ"});
  EXPECT_EQ(last().kind, StepKind::ending);
  EXPECT_EQ(last().choice, 2);
  run({"talk"});
  EXPECT_EQ(code_, 2);
}

TEST_F(PracticeCommands, ShowTheBoardAndWhatOneMayDo) {
  auto& talk = round_.dialogue.emplace();
  talk.board = {{"s1", "It can move.", false, true, false, false}};
  talk.to_answer = "q";
  const auto words = practice_words(round_, app_.edit(), session_.words());
  EXPECT_NE(words.find("Board 1. Both of you stand behind this: It can move."), std::string::npos) << words;
  EXPECT_NE(words.find("`talk answer TEXT`"), std::string::npos);
}

TEST_F(PracticeCommands, AgreeOnOneThingForTheWeekAndSayHowItWent) {
  auto& values = round_.values.emplace();
  values.may_suggest = true;
  run({"week", "suggest", "A", "walk."});
  EXPECT_EQ(last().kind, StepKind::action);
  EXPECT_EQ(last().text, "A walk.");
  EXPECT_EQ(run({"week", "agree"}).find("no open round of values") == std::string::npos, false);
  round_.values->may_agree = true;
  round_.values->partners_suggestion_id = "s";
  run({"week", "agree"});
  EXPECT_EQ(last().kind, StepKind::agree);
  EXPECT_EQ(last().about, "s");

  EXPECT_NE(run({"week", "done"}).find("Nothing was agreed"), std::string::npos);
  app_.edit().values = std::make_shared<const client::ValuesFacts>(
      client::ValuesFacts{{{"r1", "A walk.", "?", "16 Nov 2026", true, client::CheckBack::unsaid, client::CheckBack::half}}});
  run({"week", "not-yet"});
  EXPECT_EQ(last().kind, StepKind::check_back);
  EXPECT_EQ(last().choice, 3);
  EXPECT_EQ(last().round, "r1");
  const auto page = run({"practice", "values"});
  EXPECT_NE(page.find("16 Nov 2026: A walk."), std::string::npos) << page;
  EXPECT_NE(page.find("For Sam: half of it"), std::string::npos) << page;
}

TEST_F(PracticeCommands, SayOnTheirPagesHowTheyGo) {
  EXPECT_NE(run({"practice", "fears"}).find("4. And the other answers to exactly that."), std::string::npos);
  EXPECT_NE(run({"practice", "dialogue"}).find("What both of you stand behind"), std::string::npos);
  EXPECT_NE(run({"practice", "values"}).find("It stands here then."), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::cli

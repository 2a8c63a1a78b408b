// From rounds to what both faces show of fears, dialogues and values.
#include <gtest/gtest.h>

#include <algorithm>

#include "client/app/exchange.h"
#include "client/app/practices/dialogue.h"
#include "client/app/practices/values.h"
#include "protocol/practice/step.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

class PracticeFacts : public testing::Test {
protected:
  twinlamp::Round round = open_round(8);

  static twinlamp::Round open_round(std::uint8_t practice) {
    auto made = round_of(light, 1);
    made.practice = practice;
    made.depth = 3;
    made.kind = 1;
    reveal(made, "A kitchen with the window open.", "love");
    return made;
  }
  EntryId step(Slot author, twinlamp::StepKind kind, std::uint32_t choice, const std::string& text, const EntryId& about = {}) {
    twinlamp::Step step;
    step.author = author;
    step.kind = number_of(kind);
    step.choice = choice;
    ++seq_;
    step.said = said(seq_, text, static_cast<int>(3 + seq_));
    step.said.entry_id[0] = static_cast<std::uint8_t>(seq_);
    step.about = about;
    EXPECT_TRUE(may_take_step(round, step)) << "a premise of the test";
    round.steps.push_back(step);
    return step.said.entry_id;
  }
  // Said back and confirmed, of this one's answer.
  void hear(Slot owner) {
    Response heard{said(seq_ + 1, "that you are afraid"), Verdict{true, said(seq_ + 2, "")}};
    seq_ += 2;
    round.sides[partner_of(owner)].say_backs = {heard};
  }
  RoundView view() {
    RoundFacts facts;
    facts.me = me;
    facts.partner_name = "Sam";
    return make_round_view(round, facts, wording());
  }

private:
  std::uint64_t seq_ = 0;
};

TEST_F(PracticeFacts, SayOfAFearWhatMayBeDoneNowAndWhatItWaitsFor) {
  round = open_round(3);
  ASSERT_TRUE(view().fears);
  EXPECT_FALSE(view().fears->may_say_what_helps);
  hear(me);
  hear(partner);
  EXPECT_TRUE(view().fears->may_say_what_helps);
  EXPECT_FALSE(view().fears->may_help);
  EXPECT_FALSE(view().may_close) << "it was heard, not helped";
  EXPECT_EQ(view().waiting_for, "You were heard. What would help you?");
  step(me, twinlamp::StepKind::help_wanted, 4, "");
  EXPECT_EQ(view().waiting_for, "Waits for Sam to say what would help.");
  step(partner, twinlamp::StepKind::help_wanted, 2, "");
  EXPECT_TRUE(view().fears->may_help);
  EXPECT_EQ(view().fears->partners.wanted, Help::company);
  EXPECT_EQ(view().waiting_for, "Sam has said what would help.");
  step(me, twinlamp::StepKind::help_given, 0, "I call at nine, every evening of that week.");
  EXPECT_EQ(view().fears->partners.given, "I call at nine, every evening of that week.");
  EXPECT_TRUE(view().may_close);
}

TEST_F(PracticeFacts, ShowNothingOfAPracticeWhileTheAnswersAreHeld) {
  round = open_round(3);
  hear(me);
  RoundFacts facts;
  facts.me = me;
  facts.is_held = true;
  const auto held = make_round_view(round, facts, wording());
  EXPECT_FALSE(held.fears);
  EXPECT_FALSE(held.dialogue);
}

TEST_F(PracticeFacts, ShowATalkFromBothSides) {
  const auto asked = step(partner, twinlamp::StepKind::question, 7, "But the kitchen was not yours?");
  const auto its = *view().dialogue;
  ASSERT_EQ(its.turns.size(), 1u);
  EXPECT_EQ(its.turns[0].kind, QuestionKind::contradiction);
  EXPECT_FALSE(its.turns[0].asked_by_me);
  EXPECT_EQ(its.to_answer, to_hex(asked));
  EXPECT_EQ(its.questions_left, 4);
  EXPECT_TRUE(its.may_ask);
  step(me, twinlamp::StepKind::answer, 0, "It was, for a summer.", asked);
  EXPECT_EQ(view().dialogue->to_answer, "");
  EXPECT_TRUE(view().dialogue->turns[0].is_answered);
}

TEST_F(PracticeFacts, ShowABoardWithoutWhatWasTakenBack) {
  const auto mine = step(me, twinlamp::StepKind::statement, 0, "Home can move.");
  const auto theirs = step(partner, twinlamp::StepKind::statement, 0, "Home is people.");
  step(me, twinlamp::StepKind::withdraw, 0, "", mine);
  step(me, twinlamp::StepKind::stand_behind, 0, "", theirs);
  const auto board = view().dialogue->board;
  ASSERT_EQ(board.size(), 1u);
  EXPECT_EQ(board[0].text, "Home is people.");
  EXPECT_TRUE(board[0].is_shared);
  EXPECT_FALSE(board[0].may_withdraw);
}

TEST_F(PracticeFacts, InviteAnExampleWhereTheWordsCouldBeAnybodys) {
  EXPECT_TRUE(view().dialogue->invites_example) << "one word";
  EXPECT_TRUE(could_be_anybodys("To be there for each other", "Being there, for each other: to be there."));
  EXPECT_TRUE(could_be_anybodys("Trust.", "Everything else altogether, and in many words."));
  EXPECT_FALSE(could_be_anybodys("The winter we carried the piano up four floors and nobody laughed until the third.", "Trust."));
  EXPECT_FALSE(could_be_anybodys("", "")) << "nothing was written: nothing to ask about";
}

TEST_F(PracticeFacts, TellStepsInTheOrderInWhichTheyWereTaken) {
  const auto asked = step(partner, twinlamp::StepKind::question, 2, "When?");
  step(me, twinlamp::StepKind::answer, 0, "In May.", asked);
  const auto line = step(me, twinlamp::StepKind::statement, 0, "May is a place.");
  step(partner, twinlamp::StepKind::stand_behind, 0, "", line);
  step(me, twinlamp::StepKind::ending, 2, "");
  const auto told = make_exchange(round, me, Words());
  ASSERT_EQ(told.size(), 5u);
  EXPECT_EQ(told[0].step, StepKind::question);
  EXPECT_EQ(told[0].choice, 2);
  EXPECT_EQ(told[1].text, "In May.");
  EXPECT_EQ(told[3].text, "May is a place.") << "what is stood behind stands beside it";
  EXPECT_EQ(told[4].step, StepKind::ending);
}

TEST_F(PracticeFacts, EndATalkOnceBothSayTheSame) {
  hear(me);
  hear(partner);
  EXPECT_FALSE(view().may_close);
  step(partner, twinlamp::StepKind::ending, 2, "");
  EXPECT_EQ(view().waiting_for, "Sam has said where you have come to. Do you see it so?");
  step(me, twinlamp::StepKind::ending, 2, "");
  EXPECT_EQ(view().dialogue->ended, DialogueEnding::difference);
  EXPECT_TRUE(view().may_close);
}

TEST_F(PracticeFacts, TurnToTheWeekInADeepCardOnlyOnceBothWereHeard) {
  round = open_round(7);
  EXPECT_FALSE(view().values->may_suggest);
  hear(me);
  EXPECT_FALSE(view().values->may_suggest);
  hear(partner);
  EXPECT_TRUE(view().values->may_suggest);
}

TEST_F(PracticeFacts, ShowWhatWasAgreedForTheWeekAndWhenItIsDue) {
  round = open_round(7);
  const auto action = step(partner, twinlamp::StepKind::action, 0, "A letter to your aunt.");
  EXPECT_TRUE(view().values->may_agree);
  EXPECT_EQ(view().values->partners_suggestion, "A letter to your aunt.");
  step(me, twinlamp::StepKind::agree, 0, "", action);
  EXPECT_EQ(view().values->action, "A letter to your aunt.");
  EXPECT_FALSE(view().values->may_suggest);
  PairState state;
  state.rounds.add(round);
  const auto agreed = std::chrono::floor<std::chrono::days>(at());
  const auto soon = values_facts(state, me, agreed + std::chrono::days(6), wording());
  ASSERT_EQ(soon->actions.size(), 1u);
  EXPECT_FALSE(soon->actions[0].is_due);
  EXPECT_EQ(soon->actions[0].agreed_on, "23 Nov 2026");
  EXPECT_TRUE(values_facts(state, me, agreed + std::chrono::days(7), wording())->actions[0].is_due);
}

}  // namespace
}  // namespace twinlamp::client::test

#include "protocol/practice/dialogue.h"

#include <algorithm>

#include "tests/practice/practice_fixture.h"

namespace twinlamp::test {
namespace {

using practice::dialogue_of;
using practice::Ending;
using practice::QuestionKind;

constexpr Slot noor = 0, sam = 1;

class DialogueTest : public PracticeTest {
protected:
  DialogueTest() { begin(8); }

  static What question(const std::string& text, QuestionKind kind = QuestionKind::example) {
    return {static_cast<std::uint32_t>(kind), text, {}};
  }
  Entry ask(Slot slot, const std::string& text) { return said(slot, StepKind::question, question(text)); }
  Entry answer(Slot slot, const Entry& asked, const std::string& text) { return said(slot, StepKind::answer, {0, text, asked.id()}); }
  Entry put(Slot slot, const std::string& text) { return said(slot, StepKind::statement, {0, text, {}}); }
  Entry end(Slot slot, Ending ending) { return said(slot, StepKind::ending, {static_cast<std::uint32_t>(ending), {}, {}}); }
  practice::DialogueState talk() { return dialogue_of(round()); }
  void expect_same_on_both() { EXPECT_EQ(fingerprint(couple.state_of(0)), fingerprint(couple.state_of(1))); }
};

TEST_F(DialogueTest, GoesByQuestionsAndAnswers) {
  const auto asked = ask(noor, "When was it like that?");
  ASSERT_EQ(talk().turns.size(), 1u);
  EXPECT_EQ(talk().turns[0].answer, nullptr);
  answer(sam, asked, "In March, on the boat.");
  ASSERT_NE(talk().turns[0].answer, nullptr);
  EXPECT_EQ(talk().turns[0].answer->said.text, "In March, on the boat.");
  EXPECT_EQ(talk().turns[0].question->choice, 2u);
}

TEST_F(DialogueTest, TheListenerMayOnlyAsk) {
  EXPECT_FALSE(may(noor, StepKind::answer, {0, "Let me tell you what I think.", {}})) << "there is no question to answer";
  const auto asked = ask(noor, "Why?");
  EXPECT_FALSE(may(noor, StepKind::answer, {0, "Because.", asked.id()})) << "nobody answers their own question";
  EXPECT_TRUE(may(sam, StepKind::answer, {0, "Because.", asked.id()}));
  EXPECT_TRUE(may(sam, StepKind::answer, {0, {}, asked.id()})) << "it may be left open";
}

TEST_F(DialogueTest, AsksOneAtATimeAndEachIsAnsweredOnce) {
  const auto asked = ask(noor, "One?");
  ask(noor, "Two?");
  EXPECT_EQ(talk().turns.size(), 1u);
  answer(sam, asked, "Yes.");
  answer(sam, asked, "Or no.");
  EXPECT_EQ(talk().turns[0].answer->said.text, "Yes.");
  ask(noor, "Two?");
  EXPECT_EQ(talk().turns.size(), 2u);
}

TEST_F(DialogueTest, NamesTheKindOfEachQuestion) {
  EXPECT_FALSE(may(noor, StepKind::question, {0, "Why?", {}}));
  EXPECT_FALSE(may(noor, StepKind::question, {8, "Why?", {}}));
  EXPECT_FALSE(may(noor, StepKind::question, {7, "", {}}));
  EXPECT_TRUE(may(noor, StepKind::question, question("But yesterday?", QuestionKind::contradiction)));
}

TEST_F(DialogueTest, HasAtMostEightTurns) {
  for (int i = 0; i < 6; ++i)
    for (const Slot slot : {noor, sam}) {
      const auto asked = ask(slot, "Turn " + std::to_string(i));
      answer(partner_of(slot), asked, "Answer");
    }
  EXPECT_EQ(talk().turns.size(), 8u);
  EXPECT_FALSE(practice::may_ask_in_dialogue(round(), noor));
  EXPECT_FALSE(practice::may_ask_in_dialogue(round(), sam));
  EXPECT_TRUE(may(noor, StepKind::ending, {1, {}, {}})) << "it can still be ended";
  EXPECT_TRUE(may(noor, StepKind::statement, {0, "We care.", {}}));
}

TEST_F(DialogueTest, LosesNoQuestionThatCrosses) {
  step(noor, StepKind::question, question("Mine?"));
  step(sam, StepKind::question, question("And mine?"));
  couple.sync();
  EXPECT_EQ(talk().turns.size(), 2u);
  expect_same_on_both();
}

TEST_F(DialogueTest, PutsOnTheBoardWhatBothStandBehind) {
  const auto line = put(noor, "Love is also a decision.");
  ASSERT_EQ(talk().board.size(), 1u);
  EXPECT_FALSE(talk().board[0].is_shared);
  EXPECT_FALSE(may(noor, StepKind::stand_behind, {0, {}, line.id()})) << "the author does already";
  said(sam, StepKind::stand_behind, {0, {}, line.id()});
  EXPECT_TRUE(talk().board[0].is_shared);
  EXPECT_FALSE(may(noor, StepKind::withdraw, {0, {}, line.id()})) << "it is both people's now";
}

TEST_F(DialogueTest, MayBeWithdrawnByItsAuthorUntilThen) {
  const auto line = put(noor, "Love is a feeling.");
  EXPECT_FALSE(may(sam, StepKind::withdraw, {0, {}, line.id()}));
  said(noor, StepKind::withdraw, {0, {}, line.id()});
  EXPECT_TRUE(talk().board[0].is_withdrawn);
  EXPECT_FALSE(may(sam, StepKind::stand_behind, {0, {}, line.id()}));
}

TEST_F(DialogueTest, SettlesAWithdrawalThatCrossesAStandingBehindTheSameWayOnBoth) {
  const auto line = put(noor, "Love is a feeling.");
  step(noor, StepKind::withdraw, {0, {}, line.id()});
  step(sam, StepKind::stand_behind, {0, {}, line.id()});
  couple.sync();
  EXPECT_NE(talk().board[0].is_shared, talk().board[0].is_withdrawn) << "one of the two";
  expect_same_on_both();
}

TEST_F(DialogueTest, EndsWhenBothSaySo) {
  end(noor, Ending::difference);
  EXPECT_FALSE(talk().ended);
  end(sam, Ending::difference);
  EXPECT_EQ(talk().ended, Ending::difference);
  EXPECT_FALSE(may(noor, StepKind::question, question("One more?")));
  EXPECT_FALSE(may(noor, StepKind::ending, {1, {}, {}}));
}

TEST_F(DialogueTest, IsNotOverWhileTheTwoEndItDifferently) {
  step(noor, StepKind::ending, {1, {}, {}});
  step(sam, StepKind::ending, {2, {}, {}});
  couple.sync();
  EXPECT_FALSE(talk().ended);
  end(noor, Ending::difference);
  EXPECT_EQ(talk().ended, Ending::difference);
}

TEST_F(DialogueTest, EndsOnceWhereEachTakesUpTheOthersEndingAtTheSameMoment) {
  step(noor, StepKind::ending, {1, {}, {}});
  step(sam, StepKind::ending, {2, {}, {}});
  couple.sync();
  step(noor, StepKind::ending, {2, {}, {}});
  step(sam, StepKind::ending, {1, {}, {}});
  couple.sync();
  EXPECT_TRUE(talk().ended) << "the first in the journal has it";
  expect_same_on_both();
}

TEST_F(DialogueTest, GoesOnWhereTheOneWhoEndedItAsksAgain) {
  end(noor, Ending::agreement);
  ask(noor, "Wait: always?");
  EXPECT_FALSE(talk().endings[noor]);
  end(sam, Ending::agreement);
  EXPECT_FALSE(talk().ended);
}

TEST_F(DialogueTest, IsOfItsPracticeAlone) {
  id = couple.play_to_reveal("other", 3, 2);
  EXPECT_FALSE(may(noor, StepKind::question, question("Why?")));
  ask(noor, "Why?");
  EXPECT_EQ(steps(), 0u);
}

// Two people, of whom one may be modified, act at random and hear of each other when it happens.
class DialogueSimulation : public DialogueTest {
protected:
  void act(SeededRandom& random, std::vector<EntryId>& known) {
    const auto slot = static_cast<Slot>(random.below(2));
    const auto kind = static_cast<StepKind>(16 + random.below(6));
    if (kind == StepKind::ending && random.below(4) != 0) return;  // else every talk is a short one
    const auto choices = kind == StepKind::question ? 9 : kind == StepKind::ending ? 3 : 1;  // and one that there is not
    const What what{static_cast<std::uint32_t>(random.below(choices)), random.below(5) == 0 ? "" : "words",
                    known[random.below(known.size())]};
    const bool is_modified = random.below(3) == 0;
    if (is_modified || may(slot, kind, what)) known.push_back(step(slot, kind, what).id());
    if (random.below(2) == 0) couple.deliver(static_cast<Slot>(random.below(2)));
  }
  void expect_its_rules() {
    const auto state_of_talk = talk();
    std::array<std::size_t, 2> asked{};
    for (const auto& turn : state_of_talk.turns) {
      ++asked[turn.question->author];
      EXPECT_TRUE(turn.answer == nullptr || turn.answer->author != turn.question->author);
    }
    EXPECT_LE(std::max(asked[0], asked[1]), 4u);
    for (const auto& line : state_of_talk.board) EXPECT_FALSE(line.is_shared && line.is_withdrawn);
    ended += state_of_talk.ended.has_value();
    turns += state_of_talk.turns.size();
  }
  std::size_t ended = 0, turns = 0;
};

TEST_F(DialogueSimulation, StaysTheSameOnBothAndWithinItsRulesWhateverIsWritten) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    couple = Couple(seed);
    begin(8);
    SeededRandom random(seed + 1000);
    std::vector<EntryId> known{EntryId{}};
    for (int i = 0; i < 60; ++i) act(random, known);
    couple.sync();
    expect_same_on_both();
    expect_its_rules();
  }
  EXPECT_GT(ended, 5u) << "some of them end";
  EXPECT_GT(turns, 60u) << "and there is talk in them";
}

}  // namespace
}  // namespace twinlamp::test

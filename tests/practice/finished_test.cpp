#include "protocol/practice/step.h"
#include "tests/practice/practice_fixture.h"

namespace twinlamp::test {
namespace {

constexpr Slot noor = 0, sam = 1;

class Finished : public PracticeTest {
protected:
  bool is_it() { return is_finished(round()); }
};

TEST_F(Finished, NoDeepRoundIsThatWasNotReceivedByBoth) {
  for (const std::uint32_t practice : {1u, 2u, 5u, 6u, 7u, 9u})
    for (const std::uint32_t depth : {3u, 4u, 5u}) {
      SCOPED_TRACE(testing::Message() << "practice " << practice << ", depth " << depth);
      couple = Couple(practice * 10 + depth);
      begin(practice, depth);
      EXPECT_FALSE(is_it());
      couple.react(noor, id, "♥");
      couple.react(sam, id, "♥");
      couple.sync();
      EXPECT_FALSE(is_it()) << "a reaction is not hearing";
      hear(noor);
      EXPECT_FALSE(is_it()) << "one of the two";
      hear(sam);
      EXPECT_TRUE(is_it());
    }
}

TEST_F(Finished, ALightRoundIsWhenEachHasResponded) {
  begin(2, 2);
  couple.react(noor, id, "♥");
  couple.sync();
  EXPECT_FALSE(is_it());
  couple.react(sam, id, "♥");
  couple.sync();
  EXPECT_TRUE(is_it());
}

TEST_F(Finished, AFearIsWhenItWasHelpedAsItsOwnerWants) {
  begin(3, 4);
  hear_both();
  EXPECT_FALSE(is_it());
  said(noor, StepKind::help_wanted, {4, {}, {}});
  said(sam, StepKind::help_wanted, {1, {}, {}});
  EXPECT_FALSE(is_it()) << "Sam wants comfort";
  said(noor, StepKind::help_given, {0, "I am here.", {}});
  EXPECT_TRUE(is_it());
}

TEST_F(Finished, ALightQuestionAboutFearNeedsNoHelp) {
  begin(3, 2);
  couple.react(noor, id, "♥");
  couple.react(sam, id, "♥");
  couple.sync();
  EXPECT_TRUE(is_it());
}

TEST_F(Finished, ADialogueIsWhenBothHaveEndedIt) {
  begin(8, 2);
  couple.react(noor, id, "♥");
  couple.react(sam, id, "♥");
  couple.sync();
  EXPECT_FALSE(is_it());
  said(noor, StepKind::ending, {2, {}, {}});
  EXPECT_FALSE(is_it());
  said(sam, StepKind::ending, {2, {}, {}});
  EXPECT_TRUE(is_it());
}

TEST_F(Finished, AMarkedListIsWhenItsLineWasGuessed) {
  begin(6, 1);
  couple.react(noor, id, "♥");
  couple.react(sam, id, "♥");
  couple.sync();
  auto lists = round();
  EXPECT_TRUE(is_finished(lists)) << "no list";
  const auto list = [](char mark) { return to_bytes(bytes_of(std::string("\7\1\1\1a") + mark)); };
  lists.kind = 7;
  for (const Slot slot : {noor, sam}) {
    const auto bytes = list(slot == noor ? 1 : 0);
    lists.sides[slot].answer = SecretBytes(bytes.begin(), bytes.end());
  }
  EXPECT_FALSE(is_finished(lists)) << "Noor has marked a line";
  Step guess;
  guess.author = noor;
  guess.kind = number_of(StepKind::guess);
  guess.choice = 1;
  lists.steps = {guess};
  EXPECT_FALSE(is_finished(lists)) << "it is Sam's to guess";
  lists.steps[0].author = sam;
  EXPECT_TRUE(is_finished(lists));
}

TEST_F(Finished, NothingIsAskedAboutAnAnswerThatNobodyCanRead) {
  for (const std::uint32_t practice : {3u, 8u}) {
    couple = Couple(practice);
    begin(practice, 3);
    auto blank = round();
    for (auto& side : blank.sides) side.answer_state = AnswerState::unreadable;
    EXPECT_TRUE(is_finished(blank)) << practice;
  }
}

TEST_F(Finished, NoRoundIsBeforeItIsRevealed) {
  Round unopened;
  unopened.practice = 2;
  EXPECT_FALSE(is_finished(unopened));
}

}  // namespace
}  // namespace twinlamp::test

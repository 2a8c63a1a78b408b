#include "client/app/round_view.h"

#include <gtest/gtest.h>

#include "protocol/practice/step.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

class RoundViewTest : public testing::Test {
protected:
  RoundView view() { return make_round_view(round_, facts_, wording()); }

  twinlamp::Round round_ = round_of(light);
  RoundFacts facts_{me, "Sam", nullptr, false, false, false, std::nullopt, std::nullopt, {}};
};

TEST_F(RoundViewTest, ShowsTheCardAndMyDraftWhileIWrite) {
  const Answer draft = TextAnswer{"half a"};
  facts_.draft = &draft;
  const auto shown = view();
  EXPECT_EQ(shown.phase, RoundPhase::writing);
  EXPECT_EQ(shown.card.id, light);
  EXPECT_EQ(shown.card.prompt, cards().find(light)->prompt);
  EXPECT_EQ(shown.draft, draft);
  EXPECT_EQ(shown.opened_at, "Mon 23 Nov, 21:47");
  EXPECT_FALSE(shown.opened_by_me);
  EXPECT_TRUE(shown.may_write && shown.may_seal && shown.may_pass && shown.may_close);
  EXPECT_FALSE(shown.mine || shown.partners);
}

TEST_F(RoundViewTest, SaysADraftInWordsButNoHalfOfAChoice) {
  Answer draft = TextAnswer{"half a\nword"};
  facts_.draft = &draft;
  EXPECT_EQ(view().draft_words, "half a\nword");
  for (const auto& card : cards().cards()) {
    if (card.kind != CardKind::scale) continue;
    round_ = round_of(card.id);
    draft = ScaleAnswer{0};
    EXPECT_TRUE(view().draft && view().draft_words.empty());
    draft = ScaleAnswer{1};
    EXPECT_TRUE(view().draft_words.starts_with("1 of ")) << view().draft_words;
    return;
  }
  FAIL() << "no card has a scale";
}

TEST_F(RoundViewTest, CannotSealAnEmptyDraft) { EXPECT_FALSE(view().may_seal); }

TEST_F(RoundViewTest, ChoosesNothingForAnyoneWhateverTheKind) {
  for (const auto& card : cards().cards()) {
    round_ = round_of(card.id);
    EXPECT_FALSE(view().draft) << card.id;
    EXPECT_FALSE(view().may_seal) << card.id;
  }
}

TEST_F(RoundViewTest, SaysThatThePartnerHasSealedAndNothingOfIt) {
  seal(round_, partner);
  round_.latches[0].seals[partner]->ciphertext = to_bytes(bytes_of("secret"));
  const auto shown = view();
  EXPECT_EQ(shown.phase, RoundPhase::partner_sealed);
  EXPECT_EQ(shown.waiting_for, "Sam has sealed. Both open together once you have sealed yours.");
  EXPECT_FALSE(shown.partners);
}

TEST_F(RoundViewTest, SaysThatAnOpenAnswerOpensAtOnce) {
  seal(round_, partner, twinlamp::SealMode::open);
  EXPECT_EQ(view().waiting_for, "Sam has sealed. Theirs opens as soon as you seal yours.");
  EXPECT_EQ(view().mode, SealMode::open);
}

TEST_F(RoundViewTest, ShowsMySealedAnswerAndNoDraft) {
  const Answer draft = TextAnswer{"an old draft"};
  facts_.draft = &draft;
  facts_.my_answer = sealed_bytes("The sea.");
  seal(round_, me);
  const auto shown = view();
  EXPECT_EQ(shown.phase, RoundPhase::sealed);
  EXPECT_EQ(shown.mine->summary, "The sea.");
  EXPECT_EQ(shown.mine->sealed_at, "Mon 23 Nov, 21:48");
  EXPECT_NE(shown.draft, draft);
  EXPECT_FALSE(shown.may_write || shown.may_seal || shown.may_pass);
}

TEST_F(RoundViewTest, SaysPlainlyWhenMyAnswerCannotBeOpened) {
  seal(round_, me);
  facts_.my_answer = Error{ErrorCode::unauthentic, "test"};
  EXPECT_TRUE(view().mine->could_not_be_opened);
}

TEST_F(RoundViewTest, SaysWhatBothSealedAnswersWaitFor) {
  seal(round_, me);
  seal(round_, partner);
  facts_.my_answer = sealed_bytes("x");
  EXPECT_EQ(view().phase, RoundPhase::both_sealed);
  EXPECT_EQ(view().waiting_for, "Opens when you are both here.");
  EXPECT_TRUE(view().may_relax);
  round_.sides[partner].relaxed = true;
  EXPECT_EQ(view().waiting_for, "Opens when you are both here. Sam says that apart is fine, too.");
  round_.sides[me].relaxed = true;
  EXPECT_EQ(view().mode, SealMode::apart);
  EXPECT_EQ(view().waiting_for, "Opens as soon as both devices have handed over their keys.");
}

TEST_F(RoundViewTest, HidesEverythingUntilTheInstantHasCome) {
  reveal(round_, "mine", "partners");
  round_.sides[partner].additions = {said(9, "added")};
  round_.sides[partner].reactions = {{said(8, "warm"), std::nullopt}};
  facts_.is_held = true;
  facts_.my_answer = sealed_bytes("mine");
  EXPECT_EQ(view().phase, RoundPhase::both_sealed);
  facts_.opens_at = std::chrono::steady_clock::time_point(std::chrono::seconds(5));
  const auto shown = view();
  EXPECT_EQ(shown.phase, RoundPhase::countdown);
  EXPECT_EQ(shown.opens_at, facts_.opens_at);
  EXPECT_EQ(shown.mine->summary, "mine");
  EXPECT_FALSE(shown.partners);
  EXPECT_TRUE(shown.exchange.empty());
  EXPECT_FALSE(shown.may_react || shown.may_say_back || shown.may_close);
}

class MarkedListTest : public RoundViewTest {
protected:
  MarkedListTest() {
    round_ = round_of("play.three-nicknames");
    reveal(round_, "words", "words");
    for (const auto slot : {me, partner}) {
      const auto bytes = *answer_to_bytes(ListAnswer{{"Pip", "Bear", "Comet"}, slot == me ? std::uint8_t(1) : std::uint8_t(3)});
      round_.sides[slot].answer = {bytes.begin(), bytes.end()};
    }
  }
  void guess(Slot author, std::uint32_t line) {
    twinlamp::Step step;
    step.kind = number_of(twinlamp::StepKind::guess);
    step.author = author;
    step.choice = line;
    round_.steps.push_back(step);
  }
  static int mark_of(const std::optional<AnswerView>& answer) { return std::get<ListAnswer>(answer->answer).mark; }
};

TEST_F(MarkedListTest, HidesThePartnersMarkUntilIHaveGuessed) {
  guess(partner, 2);
  auto shown = view();
  EXPECT_EQ(mark_of(shown.mine), 1);
  EXPECT_EQ(mark_of(shown.partners), 0);
  EXPECT_EQ(shown.partners->words, "1. Pip\n2. Bear\n3. Comet");
  EXPECT_TRUE(shown.may_guess);
  guess(me, 2);
  shown = view();
  EXPECT_EQ(mark_of(shown.partners), 3);
  EXPECT_EQ(shown.partners->words, "1. Pip\n2. Bear\n3. Comet\nMarked: number 3");
  EXPECT_FALSE(shown.may_guess);
}

TEST_F(MarkedListTest, TellsTheMarkOfARoundThatIsClosed) {
  close(round_);
  EXPECT_EQ(mark_of(view().partners), 3);
  EXPECT_FALSE(view().may_guess);
}

TEST_F(RoundViewTest, ShowsBothAnswersWhenOpen) {
  reveal(round_, "mine", "partners");
  round_.sides[me].additions = {said(9, "and more")};
  const auto shown = view();
  EXPECT_EQ(shown.phase, RoundPhase::receiving);
  EXPECT_EQ(std::get<TextAnswer>(shown.partners->answer).text, "partners");
  EXPECT_EQ(shown.mine->additions, std::vector<std::string>{"and more"});
  EXPECT_TRUE(shown.may_react && shown.may_say_back && shown.may_follow_up && shown.may_add);
  EXPECT_FALSE(shown.may_close);
  EXPECT_EQ(shown.waiting_for, "Say back what you heard, react, or ask.");
  EXPECT_FALSE(shown.opens_at);
}

TEST_F(RoundViewTest, SaysPlainlyWhenThePartnersAnswerCannotBeOpened) {
  reveal(round_, "mine", "partners");
  round_.sides[partner].answer_state = AnswerState::unreadable;
  EXPECT_TRUE(view().partners->could_not_be_opened);
  round_.sides[partner].answer_state = AnswerState::erased;
  EXPECT_FALSE(view().partners);
  round_.sides[partner].answer_state = AnswerState::open;
  round_.sides[partner].answer = to_secret(bytes_of("\x09garbage"));
  EXPECT_TRUE(view().partners->could_not_be_opened);
}

TEST_F(RoundViewTest, LeadsThroughTheReceiving) {
  reveal(round_, "mine", "partners");
  round_.sides[partner].say_backs = {{said(8, "you said mine"), std::nullopt}};
  EXPECT_TRUE(view().may_confirm);
  EXPECT_EQ(view().waiting_for, "Sam said back what they heard. Is that it?");
  round_.sides[partner].say_backs[0].verdict = Verdict{true, said(9, "")};
  round_.sides[me].reactions = {{said(10, "warm"), std::nullopt}};
  EXPECT_TRUE(view().may_close);
  EXPECT_EQ(view().waiting_for, "Both of you were heard.");
}

TEST_F(RoundViewTest, SaysWhatIsStillToComeAfterThePartnerHasConfirmed) {
  reveal(round_, "mine", "partners");
  round_.sides[me].say_backs = {{said(8, "you said partners"), Verdict{true, said(9, "")}}};
  EXPECT_EQ(view().waiting_for, "Now it is Sam's turn to respond to your answer.");
  round_.depth = 3;
  EXPECT_EQ(view().waiting_for, "Now it is Sam's turn to say back what they heard in your answer.");
}

TEST_F(RoundViewTest, AsksNobodyToConfirmAReaction) {
  reveal(round_, "mine", "partners");
  round_.sides[partner].reactions = {{said(8, "warm"), std::nullopt}};
  EXPECT_FALSE(view().may_confirm);
  EXPECT_EQ(view().waiting_for, "Say back what you heard, react, or ask.");
}

TEST_F(RoundViewTest, WaitsForTheReplyToAQuestion) {
  reveal(round_, "mine", "partners");
  round_.sides[me].follow_ups = {{said(8, "And the radio?"), {}}};
  EXPECT_EQ(view().waiting_for, "Waits for Sam to reply to your question.");
  round_.sides[me].follow_ups[0].replies = {said(9, "Always on.")};
  EXPECT_EQ(view().waiting_for, "Now it is Sam's turn to respond to your answer.");
}

TEST_F(RoundViewTest, MayDoNothingWhileItIsClosing) {
  facts_.is_closing = true;
  const auto shown = view();
  EXPECT_FALSE(shown.may_write || shown.may_close || shown.may_pass);
  EXPECT_EQ(shown.waiting_for, "Closing, as soon as the relay has said so.");
}

TEST_F(RoundViewTest, KnowsTheTwoWaysOfBeingClosed) {
  close(round_);
  EXPECT_EQ(view().phase, RoundPhase::unanswered);
  reveal(round_, "mine", "partners");
  EXPECT_EQ(view().phase, RoundPhase::closed);
  EXPECT_TRUE(view().partners);
}

TEST_F(RoundViewTest, ShowsAnUnknownCardInTheOpenersWords) {
  round_.card_id = "open-up.of-tomorrow";
  round_.prompt = "What is new?";
  EXPECT_EQ(view().card.prompt, "What is new?");
  EXPECT_EQ(view().card.practice, round_.practice);
}

TEST_F(RoundViewTest, ShowsThatIPassedUntilIHaveSealed) {
  facts_.has_passed = true;
  EXPECT_TRUE(view().passed);
  EXPECT_FALSE(view().may_pass);
  EXPECT_TRUE(view().may_write);
  seal(round_, me);
  facts_.my_answer = sealed_bytes("after all");
  EXPECT_FALSE(view().passed);
}

}  // namespace
}  // namespace twinlamp::client::test

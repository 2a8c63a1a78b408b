#include <gtest/gtest.h>

#include "client/practices/step_words.h"
#include "client/practices/values_picture.h"

namespace twinlamp::client {
namespace {

ExchangeView told(StepKind kind, int choice, const std::string& text = "words") {
  return {ExchangeView::Kind::step, false, text, kind, choice};
}

TEST(StepWords, NameTheKindOfAQuestion) {
  EXPECT_EQ(step_heading(told(StepKind::question, 2), false, "Sam", Words()), "Sam asked (for an example)");
  EXPECT_EQ(step_heading(told(StepKind::question, 7), true, "Sam", Words()), "You asked (about a contradiction)");
}

TEST(StepWords, SayThatAQuestionWasLeftOpen) {
  EXPECT_EQ(step_heading(told(StepKind::answer, 0), false, "Sam", Words()), "Sam answered");
  EXPECT_EQ(step_heading(told(StepKind::answer, 0, ""), false, "Sam", Words()), "Sam left it open");
}

TEST(StepWords, HaveASentenceForEveryChoiceInEveryLanguage) {
  for (const auto& language : built_in_word_languages()) {
    const auto words = Words::built_in(language);
    for (int i = 1; i <= question_kinds; ++i) EXPECT_FALSE(question_name(QuestionKind(i), words).empty());
    for (int i = 1; i <= helps; ++i) EXPECT_FALSE(help_name(Help(i), words).empty());
    for (int i = 1; i <= check_backs; ++i) EXPECT_FALSE(check_back_name(CheckBack(i), words).empty());
    for (const auto kind : {StepKind::help_wanted, StepKind::help_given, StepKind::question, StepKind::answer, StepKind::statement, StepKind::stand_behind,
                            StepKind::withdraw, StepKind::ending, StepKind::action, StepKind::agree, StepKind::check_back}) {
      EXPECT_TRUE(is_told(kind));
      EXPECT_EQ(step_heading(told(kind, 1), true, "Sam", words).find('{'), std::string::npos);
    }
  }
}

TEST(StepWords, SurviveAChoiceOfANewerVersion) {
  EXPECT_FALSE(step_heading(told(StepKind::question, 99), false, "Sam", Words()).empty());
  EXPECT_FALSE(step_heading(told(StepKind::ending, 0), false, "Sam", Words()).empty());
  EXPECT_FALSE(is_told(StepKind::ready));
}

RoundView sorted(const SortAnswer& mine, const SortAnswer& partners) {
  RoundView round;
  round.card.items = std::make_shared<const Items>(
      Items{{"v.a", "Care", {}, {}, 0}, {"v.b", "Play", {}, {}, 0}, {"v.c", "Quiet", {}, {}, 0}, {"v.d", "Courage", {}, {}, 0}});
  round.mine.emplace().answer = mine;
  round.partners.emplace().answer = partners;
  return round;
}

TEST(ValuesPicture, ShowsWhatBothHoldDearAndWhereTheyDiffer) {
  const SortAnswer mine{{{"v.a", Pile::most}, {"v.b", Pile::most}, {"v.c", Pile::least}, {"v.d", Pile::some}}, {"v.b", "v.a"}};
  const SortAnswer partners{{{"v.a", Pile::most}, {"v.b", Pile::least}, {"v.c", Pile::most}, {"v.d", Pile::some}}, {"v.a", "v.c"}};
  const auto picture = values_picture(sorted(mine, partners));
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->shared, std::vector<std::string>{"Care"});
  EXPECT_EQ(picture->first_for_both, std::vector<std::string>{"Care"});
  EXPECT_EQ(picture->mine, std::vector<std::string>{"Play"});
  EXPECT_EQ(picture->partners, std::vector<std::string>{"Quiet"});
  ASSERT_EQ(picture->differences.size(), 2u);
  EXPECT_EQ(picture->differences[0].value, "Play");
  EXPECT_TRUE(picture->differences[0].high_for_me);
  EXPECT_FALSE(picture->differences[1].high_for_me);
}

TEST(ValuesPicture, IsTheSameFromBothSides) {
  const SortAnswer one{{{"v.a", Pile::most}, {"v.b", Pile::most}}, {"v.a"}}, other{{{"v.a", Pile::least}, {"v.b", Pile::most}}, {"v.b"}};
  const auto mine = *values_picture(sorted(one, other)), theirs = *values_picture(sorted(other, one));
  EXPECT_EQ(mine.shared, theirs.shared);
  EXPECT_EQ(mine.mine, theirs.partners);
  ASSERT_EQ(mine.differences.size(), theirs.differences.size());
  EXPECT_NE(mine.differences[0].high_for_me, theirs.differences[0].high_for_me);
}

TEST(ValuesPicture, IsNoneWhereThereAreNotTwoPiles) {
  RoundView words;
  words.mine.emplace().answer = TextAnswer{"x"};
  words.partners.emplace().answer = TextAnswer{"y"};
  EXPECT_FALSE(values_picture(words));
  auto broken = sorted({}, {});
  broken.partners->could_not_be_opened = true;
  EXPECT_FALSE(values_picture(broken));
}

}  // namespace
}  // namespace twinlamp::client

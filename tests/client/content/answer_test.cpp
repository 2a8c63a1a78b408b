#include "client/content/answer.h"

#include <gtest/gtest.h>

#include "client/content/utf8.h"
#include "tests/client/content/sample_deck.h"

namespace twinlamp::client {
namespace {

class AnswerTest : public testing::Test {
protected:
  const Card& card(const char* id) const { return *sample_.catalogue.find(id); }
  std::string fault(const char* id, const Answer& answer) const { return validate(card(id), answer, feelings(), Words()); }
  std::span<const FeelingFamily> feelings() const { return sample_.catalogue.feelings(); }

  const LoadedCatalogue sample_ = test::load_sample();
  const char* text_ = "open-up.first-kitchen";
  const char* choice_ = "open-up.anger";
  const char* scale_ = "open-up.ease";
  const char* feeling_ = "open-up.now";
};

TEST_F(AnswerTest, AcceptsAnAnswerOfEachKind) {
  EXPECT_EQ(fault(text_, TextAnswer{"Soup."}), "");
  EXPECT_EQ(fault(choice_, ChoiceAnswer{1}), "");
  EXPECT_EQ(fault(scale_, ScaleAnswer{7}), "");
  EXPECT_EQ(fault(feeling_, FeelingAnswer{"calm", "at-ease", 5, ""}), "");
}

TEST_F(AnswerTest, AcceptsAnOwnWordForAFeeling) {
  EXPECT_EQ(fault(feeling_, FeelingAnswer{"calm", "как дома", 2, "You hummed."}), "");
}

TEST_F(AnswerTest, AsksForWordsWhereThereAreNone) {
  EXPECT_EQ(fault(text_, TextAnswer{""}), "There is nothing written yet. A few words are enough.");
  EXPECT_EQ(fault(text_, TextAnswer{" \n\t\u00A0"}), "There is nothing written yet. A few words are enough.");
}

TEST_F(AnswerTest, SaysHowMuchIsTooLong) {
  EXPECT_EQ(fault(text_, TextAnswer{std::string(answer_limits::text + 3, 'a')}),
            "This is longer than fits: 3 bytes too many. Please shorten it.");
}

TEST_F(AnswerTest, RefusesCharactersThatCannotBeSent) {
  EXPECT_EQ(fault(text_, TextAnswer{"a\x1B"
                                    "b"}),
            "There is a character in it that cannot be sent. Please type that part again.");
  EXPECT_EQ(fault(text_, TextAnswer{"\xFF"}),
            "There is a character in it that cannot be sent. Please type that part again.");
}

TEST_F(AnswerTest, RefusesAChoiceThatIsNotThere) {
  EXPECT_EQ(fault(choice_, ChoiceAnswer{2}), "Please choose one of the 2 options.");
}

TEST_F(AnswerTest, RefusesANumberOffTheScale) {
  EXPECT_EQ(fault(scale_, ScaleAnswer{0}), "Please choose a number from 1 to 7.");
  EXPECT_EQ(fault(scale_, ScaleAnswer{8}), "Please choose a number from 1 to 7.");
}

TEST_F(AnswerTest, AsksForEachPartOfAFeeling) {
  EXPECT_EQ(fault(feeling_, FeelingAnswer{"", "", 0, ""}), "Please choose the family of feelings it belongs to.");
  EXPECT_EQ(fault(feeling_, FeelingAnswer{"glum", "x", 1, ""}), "Please choose the family of feelings it belongs to.");
  EXPECT_EQ(fault(feeling_, FeelingAnswer{"calm", " ", 1, ""}), "Please choose a word for it, or write your own.");
  EXPECT_EQ(fault(feeling_, FeelingAnswer{"calm", "safe", 0, ""}), "Please say how strong it is, from 1 to 5.");
  EXPECT_EQ(fault(feeling_, FeelingAnswer{"calm", "safe", 6, ""}), "Please say how strong it is, from 1 to 5.");
}

TEST_F(AnswerTest, RefusesAnAnswerOfAnotherKind) {
  EXPECT_EQ(fault(text_, ScaleAnswer{3}), "This card is answered by a text, not by a scale.");
}

TEST_F(AnswerTest, ReadsEachKindAsWords) {
  const auto words = [&](const char* id, const Answer& answer) { return full_text(card(id), answer, feelings(), Words()); };
  EXPECT_EQ(words(text_, TextAnswer{"One.\nTwo."}), "One.\nTwo.");
  EXPECT_EQ(words(choice_, ChoiceAnswer{1}), "swallow it");
  EXPECT_EQ(words(scale_, ScaleAnswer{1}), "1 of 7 (hard)");
  EXPECT_EQ(words(scale_, ScaleAnswer{4}), "4 of 7 (1 hard, 7 easy)");
  EXPECT_EQ(words(scale_, ScaleAnswer{7}), "7 of 7 (easy)");
  EXPECT_EQ(words(feeling_, FeelingAnswer{"calm", "at-ease", 3, "Rain."}), "at ease (Calm), 3 of 5\nRain.");
  EXPECT_EQ(words(feeling_, FeelingAnswer{"calm", "wintry", 3, ""}), "wintry (Calm), 3 of 5");
}

TEST_F(AnswerTest, ReadsAnswersToACardThatHasChangedSince) {
  EXPECT_EQ(summary_line(card(choice_), ChoiceAnswer{6}, feelings(), Words()), "option 7 of an earlier form of this card");
  EXPECT_EQ(summary_line(card(scale_), ScaleAnswer{9}, feelings(), Words()), "9 on an earlier form of this card");
  EXPECT_EQ(summary_line(card(feeling_), FeelingAnswer{"glum", "grey", 2, ""}, feelings(), Words()), "grey (glum), 2 of 5");
  EXPECT_EQ(summary_line(card(feeling_), TextAnswer{"words"}, feelings(), Words()), "words");
}

TEST_F(AnswerTest, SummarisesInOneShortLine) {
  const auto line = summary_line(card(text_), TextAnswer{"First.\n\n  Second " + std::string(200, 'x')}, feelings(), Words());
  EXPECT_EQ(line.substr(0, 14), "First. Second ");
  EXPECT_LE(count_characters(line), 80u);
  EXPECT_TRUE(line.ends_with("…"));
}

}  // namespace
}  // namespace twinlamp::client

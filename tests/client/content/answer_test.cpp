#include "client/content/answer.h"

#include <gtest/gtest.h>

#include "client/content/utf8.h"
#include "tests/client/content/sample_kinds.h"

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

class AnswerKinds : public testing::Test {
protected:
  std::string fault(const char* id, const Answer& answer) const {
    return validate(*sample_.catalogue.find("open-up." + std::string(id)), answer, {}, Words());
  }
  std::string words(const char* id, const Answer& answer) const {
    return full_text(*sample_.catalogue.find("open-up." + std::string(id)), answer, {}, Words());
  }
  static SortAnswer sorted() {
    return {{{"values.calm", Pile::most},
             {"values.loyalty", Pile::some},
             {"values.play", Pile::most},
             {"values.truth", Pile::least},
             {"values.work", Pile::least}},
            {"values.play", "values.calm"}};
  }
  static GuessAnswer in_words(std::string mine, std::string guess) {
    return {GuessAnswer::unset, GuessAnswer::unset, std::move(mine), std::move(guess)};
  }
  static PairsAnswer all(Pick pick) {
    PairsAnswer out;
    out.picks.fill(pick);
    return out;
  }

  const LoadedCatalogue sample_ = test::load_kinds();
};

TEST_F(AnswerKinds, AcceptAnAnswerOfEachKind) {
  EXPECT_EQ(fault("some", ChoicesAnswer{{0, 2}}), "");
  EXPECT_EQ(fault("order", RankingAnswer{{2, 0, 1}}), "");
  EXPECT_EQ(fault("three", ListAnswer{{"a", "b", "c"}, 3}), "");
  EXPECT_EQ(fault("tea", GuessAnswer{0, 1, {}, {}}), "");
  EXPECT_EQ(fault("song", in_words("fog", "rain")), "");
  EXPECT_EQ(fault("sort", sorted()), "");
  EXPECT_EQ(fault("wishes", WishesAnswer{{{"values.calm", Wish::curious}}}), "");
  EXPECT_EQ(fault("quick", all(Pick::late)), "");
}

TEST_F(AnswerKinds, AskForChoicesThatTheCardTakes) {
  EXPECT_EQ(fault("some", ChoicesAnswer{}), "Please choose at least one of the 3 options.");
  EXPECT_EQ(fault("some", ChoicesAnswer{{3}}), "Please choose at least one of the 3 options.");
  EXPECT_EQ(fault("some", ChoicesAnswer{{0, 1, 2}}), "Please choose at most 2.");
}

TEST_F(AnswerKinds, AskForEveryPlaceOfARanking) {
  EXPECT_EQ(fault("order", RankingAnswer{}), "Please put all 3 in your order.");
  EXPECT_EQ(fault("order", RankingAnswer{{0, 1}}), "Please put all 3 in your order.");
  EXPECT_EQ(fault("order", RankingAnswer{{0, 1, 1}}), "Please put all 3 in your order.");
}

TEST_F(AnswerKinds, AskForTheLinesAndTheMarkOfAList) {
  EXPECT_EQ(fault("three", ListAnswer{{"a", "b"}, 1}), "Please write at least 3 lines.");
  EXPECT_EQ(fault("three", ListAnswer{{"a", "b", "c", "d"}, 1}), "At most 3 lines fit here; please take some out.");
  EXPECT_EQ(fault("three", ListAnswer{{"a", " ", "c"}, 1}), "One of the lines is empty. Please write it or take it out.");
  EXPECT_EQ(fault("three", ListAnswer{{"a", "b", "c"}, 0}), "Please mark one of the lines: the one that is to be guessed.");
  EXPECT_EQ(fault("three", ListAnswer{{"a", "b", std::string(402, 'c')}, 1}),
            "This is longer than fits: 2 bytes too many. Please shorten it.");
}

TEST_F(AnswerKinds, AskForBothHalvesOfAGuess) {
  EXPECT_EQ(fault("tea", GuessAnswer{GuessAnswer::unset, 1, {}, {}}), "Please give your own answer too.");
  EXPECT_EQ(fault("tea", GuessAnswer{0, 2, {}, {}}), "Please guess too: what will the other answer be?");
  EXPECT_EQ(fault("tea", in_words("tea", "coffee")), "Please give your own answer too.");
  EXPECT_EQ(fault("song", in_words("", "rain")), "Please give your own answer too.");
  EXPECT_EQ(fault("song", in_words("fog", " ")), "Please guess too: what will the other answer be?");
}

TEST_F(AnswerKinds, AskForEveryItemAndTheTopOnesOfASort) {
  auto answer = sorted();
  answer.piles.erase("values.work");
  EXPECT_EQ(fault("sort", answer), "One is in no pile yet.");
  answer = sorted();
  answer.ranked.pop_back();
  EXPECT_EQ(fault("sort", answer), "Please put the 2 that matter most in their order.");
}

TEST_F(AnswerKinds, AskForEveryPair) {
  auto answer = all(Pick::left);
  answer.picks[4] = Pick::none;
  EXPECT_EQ(fault("quick", answer), "One pair has no answer yet.");
}

TEST_F(AnswerKinds, ReadAsWords) {
  EXPECT_EQ(words("some", ChoicesAnswer{{0, 2}}), "early\nin between");
  EXPECT_EQ(words("order", RankingAnswer{{2, 0, 1}}), "1. woods\n2. sea\n3. hills");
  EXPECT_EQ(words("tea", GuessAnswer{0, 1, {}, {}}), "Own answer: tea\nGuess: coffee");
  EXPECT_EQ(words("song", in_words("fog", "rain")), "Own answer: fog\nGuess: rain");
  EXPECT_EQ(words("sort", sorted()),
            "1. Play\n2. Calm\nMatters most: Calm, Play\nMatters some: Loyalty\nMatters least: Truth, Work");
  EXPECT_EQ(words("quick", all(Pick::right)).substr(0, 13), "hills\ncoffee\n");
  EXPECT_EQ(words("quick", all(Pick::late)).substr(0, 9), "too late\n");
}

TEST_F(AnswerKinds, TellTheMarkOfAListWhereItIsKnown) {
  const ListAnswer list{{"I sang.", "I sailed.", "I fly."}, 3};
  EXPECT_EQ(words("three", list), "1. I sang.\n2. I sailed.\n3. I fly.\nMarked: number 3");
  EXPECT_EQ(words("three", ListAnswer{list.lines, 0}), "1. I sang.\n2. I sailed.\n3. I fly.");
}

TEST_F(AnswerKinds, ReadAfterTheirCardHasChanged) {
  EXPECT_EQ(words("some", ChoicesAnswer{{1, 7}}), "late\noption 8 of an earlier form of this card");
  EXPECT_EQ(words("sort", SortAnswer{{{"values.gone", Pile::most}}, {"values.gone"}}),
            "1. an option that is no longer there\nMatters most: an option that is no longer there");
}

}  // namespace
}  // namespace twinlamp::client

#include "client/cli/answers.h"

#include <gtest/gtest.h>

#include "client/content/catalogue.h"

namespace twinlamp::cli {
namespace {

class Answers : public testing::TestWithParam<std::string> {
protected:
  ReadAnswer read(client::CardKind kind, const std::string& typed) const {
    client::CardView card;
    card.kind = kind;
    card.options = {"Niebla", "lluvia tibia"};
    card.steps = 7;
    card.low_label = "low", card.high_label = "high";
    return read_answer(card, feelings_, typed, client::Words::built_in(GetParam()));
  }
  static std::vector<client::FeelingFamily> families(const std::string& language) {
    const auto catalogue = client::Catalogue::built_in(language);
    return {catalogue.feelings().begin(), catalogue.feelings().end()};
  }

  const std::vector<client::FeelingFamily> feelings_ = families(GetParam());
};

TEST_P(Answers, FindEveryListedFeelingByItsWordsAndByItsId) {
  for (const auto& family : feelings_)
    for (const auto& word : family.words)
      for (const auto& name : {word.word, word.id}) {
        const auto read_back = read(client::CardKind::feeling, name + " 3 in the evening");
        ASSERT_EQ(read_back.problem, "") << name;
        EXPECT_EQ(std::get<client::FeelingAnswer>(read_back.answer), (client::FeelingAnswer{family.id, word.id, 3, "in the evening"})) << name;
      }
}

TEST_P(Answers, KeepAFeelingOfOnesOwn) {
  const auto own = std::get<client::FeelingAnswer>(read(client::CardKind::feeling, "zumbido 5").answer);
  EXPECT_EQ(own.word, "zumbido");
  EXPECT_EQ(own.intensity, 5);
  EXPECT_EQ(own.note, "");
}

TEST_P(Answers, SayWhatToTypeInThePersonsLanguage) {
  const auto words = client::Words::built_in(GetParam());
  for (const auto* wrong : {"calm", "calm 9", "3", "calm x 3"}) EXPECT_EQ(read(client::CardKind::feeling, wrong).problem, words.say("cli.answer.feeling")) << wrong;
  EXPECT_EQ(read(client::CardKind::choice, "3").problem, words.say("cli.answer.choice", {{"count", 2}}));
  EXPECT_EQ(read(client::CardKind::scale, "8").problem, words.say("cli.answer.scale", {{"low", "low"}, {"steps", 7}, {"high", "high"}}));
  EXPECT_EQ(read(client::CardKind::text, " \n").problem, words.say("cli.answer.nothing"));
}

TEST_P(Answers, TakeAChoiceByItsNumberOrItsWords) {
  EXPECT_EQ(std::get<client::ChoiceAnswer>(read(client::CardKind::choice, "2").answer).index, 1);
  EXPECT_EQ(std::get<client::ChoiceAnswer>(read(client::CardKind::choice, " LLUVIA tibia\n").answer).index, 1);
}

INSTANTIATE_TEST_SUITE_P(EveryLanguage, Answers, testing::ValuesIn(client::built_in_word_languages()));

}  // namespace
}  // namespace twinlamp::cli

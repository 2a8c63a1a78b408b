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

class KindAnswers : public Answers {
protected:
  client::CardView card(client::CardKind kind) const {
    client::CardView out;
    out.kind = kind;
    if (kind != client::CardKind::list) out.options = {"one", "two", "three", "four"};
    out.most = 2;
    out.lines_least = 2, out.lines_most = 3;
    client::Items items;
    for (const auto* id : {"v.a", "v.b", "v.c", "v.d"}) items.push_back({id, id, {}, {}, 0});
    out.items = std::make_shared<const client::Items>(std::move(items));
    return out;
  }
  template <class T>
  T take(const client::CardView& of, const std::string& typed) const {
    const auto read_back = read_answer(of, feelings_, typed, client::Words::built_in(GetParam()));
    EXPECT_EQ(read_back.problem, "") << typed;
    return std::holds_alternative<T>(read_back.answer) ? std::get<T>(read_back.answer) : T{};
  }
  void refuse(const client::CardView& of, std::initializer_list<const char*> all, const std::string& problem) const {
    for (const auto* typed : all) EXPECT_EQ(read_answer(of, feelings_, typed, client::Words::built_in(GetParam())).problem, problem) << typed;
  }
  std::string say(std::string_view key, std::initializer_list<client::WordsPlace> places = {}) const {
    return client::Words::built_in(GetParam()).say(key, places);
  }
};

TEST_P(KindAnswers, TakeSeveralChoicesByTheirNumbers) {
  const auto choices = card(client::CardKind::choices);
  EXPECT_EQ(take<client::ChoicesAnswer>(choices, "4, 1"), (client::ChoicesAnswer{{0, 3}}));
  refuse(choices, {"5", "0", "1 1", "1 2 3", "one"}, say("cli.answer.choices", {{"count", 4}, {"most", 2}}));
}

TEST_P(KindAnswers, TakeARankingByAllItsNumbers) {
  const auto ranking = card(client::CardKind::ranking);
  EXPECT_EQ(take<client::RankingAnswer>(ranking, "3 1 4 2"), (client::RankingAnswer{{2, 0, 3, 1}}));
  refuse(ranking, {"1 2 3", "1 2 3 3", "1 2 3 5"}, say("cli.answer.ranking", {{"count", 4}}));
}

TEST_P(KindAnswers, TakeLinesOneBelowTheOtherOrBetweenBars) {
  auto list = card(client::CardKind::list);
  EXPECT_EQ(take<client::ListAnswer>(list, "I sang | I fly"), (client::ListAnswer{{"I sang", "I fly"}, 0}));
  EXPECT_EQ(take<client::ListAnswer>(list, "this | that\n\nI fly\n"), (client::ListAnswer{{"this | that", "I fly"}, 0}));
  refuse(list, {"one", "a | b | c | d"}, say("cli.answer.list", {{"least", 2}, {"most", 3}}));
  list.marked = true;
  EXPECT_EQ(take<client::ListAnswer>(list, "I sang | * I fly"), (client::ListAnswer{{"I sang", "I fly"}, 2}));
  refuse(list, {"a | b", "*a | *b", "* | b", "*a"}, say("cli.answer.marked", {{"least", 2}, {"most", 3}}));
}

TEST_P(KindAnswers, TakeAGuessAsTwoNumbersOrTwoParts) {
  auto guess = card(client::CardKind::guess);
  EXPECT_EQ(take<client::GuessAnswer>(guess, "2 4"), (client::GuessAnswer{1, 3, {}, {}}));
  refuse(guess, {"2", "2 5", "0 1", "1 2 3", "a b"}, say("cli.answer.guess", {{"count", 4}}));
  guess.options.clear();
  EXPECT_EQ(take<client::GuessAnswer>(guess, "fog | the river"), (client::GuessAnswer{client::GuessAnswer::unset, client::GuessAnswer::unset, "fog", "the river"}));
  refuse(guess, {"fog", "a | b | c"}, say("cli.answer.guess_words"));
}

TEST_P(KindAnswers, TakeASortByThePilesThatMatter) {
  const auto sort = card(client::CardKind::sort);
  EXPECT_EQ(take<client::SortAnswer>(sort, "most 1 4 | least 2 | top 4 1"),
            (client::SortAnswer{{{"v.a", client::Pile::most}, {"v.b", client::Pile::least}, {"v.c", client::Pile::some}, {"v.d", client::Pile::most}},
                                {"v.d", "v.a"}}));
  refuse(sort, {"most 1 | least 1", "most 9", "best 1", "most 1 | top 2", "most a"}, say("cli.answer.sort"));
  refuse(sort, {"most 1 4 | top 4"}, say("cli.answer.top", {{"count", 2}}));
}

TEST_P(KindAnswers, TakeWishesWithNoForTheRest) {
  const auto wishes = card(client::CardKind::wishes);
  EXPECT_EQ(take<client::WishesAnswer>(wishes, "yes 1 | curious 3"),
            (client::WishesAnswer{{{"v.a", client::Wish::yes}, {"v.b", client::Wish::no}, {"v.c", client::Wish::curious}, {"v.d", client::Wish::no}}}));
  refuse(wishes, {"yes 1 | no 1", "maybe 2", "yes 5"}, say("cli.answer.wishes"));
}

TEST_P(KindAnswers, TakePairsByTenLetters) {
  const auto pairs = card(client::CardKind::pairs);
  const auto picks = take<client::PairsAnswer>(pairs, "lrlrl LRLRR").picks;
  EXPECT_EQ(picks[1], client::Pick::right);
  EXPECT_EQ(picks[8], client::Pick::right);
  EXPECT_EQ(picks[9], client::Pick::right);
  refuse(pairs, {"lrlrlrlrl", "lrlrlrlrlrl", "lrlrlrlrlx"}, say("cli.answer.pairs"));
}

INSTANTIATE_TEST_SUITE_P(EveryLanguage, KindAnswers, testing::ValuesIn(client::built_in_word_languages()));
INSTANTIATE_TEST_SUITE_P(EveryLanguage, Answers, testing::ValuesIn(client::built_in_word_languages()));

}  // namespace
}  // namespace twinlamp::cli

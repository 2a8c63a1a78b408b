// The shipped decks: whole, compiled in as they are, and never losing what someone has answered.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "client/content/catalogue.h"
#include "client/content/words.h"
#include "tests/client/content/sample_deck.h"
#include "tests/support/paths.h"

namespace twinlamp::client {
namespace {

const std::filesystem::path decks = twinlamp::test::source_path("client/content/decks");

class Decks : public testing::Test {
protected:
  template <class Key>
  auto count_by(Key key) const {
    std::map<decltype(key(std::declval<const Card&>())), int> out;
    for (const auto& card : english_.catalogue.cards()) ++out[key(card)];
    return out;
  }

  const LoadedCatalogue english_ = load_catalogue(decks / "en");
};

TEST_F(Decks, HaveNoProblem) {
  EXPECT_EQ(test::sentences(english_.problems), "");
}

TEST_F(Decks, AreCompiledInByteForByte) {
  std::size_t files = 0;
  for (const auto& language : built_in_languages()) {
    const auto read = read_deck_folder(decks / language);
    const auto built_in = built_in_decks(language);
    ASSERT_EQ(built_in.size(), read.files.size()) << language;
    for (std::size_t i = 0; i < built_in.size(); ++i, ++files) {
      EXPECT_EQ(built_in[i].name, read.files[i].name);
      EXPECT_EQ(built_in[i].text, read.files[i].text) << read.files[i].name;
    }
  }
  EXPECT_GE(files, 10u);
}

TEST_F(Decks, AreCompiledInForEveryLanguageThereIs) {
  std::vector<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(decks))
    folders.push_back(entry.path().filename().string());
  std::sort(folders.begin(), folders.end());
  EXPECT_EQ(built_in_languages(), folders);
}

TEST_F(Decks, SpeakTheLanguagesThatTheProgramSpeaks) {
  EXPECT_EQ(built_in_languages(), built_in_word_languages());
}

TEST_F(Decks, AreTheSameCardsInEveryLanguage) {
  for (const auto& language : built_in_languages()) {
    const auto translation = load_catalogue(decks / language);
    EXPECT_EQ(test::sentences(translation.problems), "") << language;
    EXPECT_EQ(test::sentences(compare_translation(english_.catalogue, translation.catalogue)), "") << language;
  }
}

TEST_F(Decks, HoldEnoughCardsForEveryPractice) {
  EXPECT_GE(english_.catalogue.cards().size(), 80u);
  const auto counts = count_by([](const Card& card) { return int{card.practice}; });
  EXPECT_EQ(english_.catalogue.practices().size(), counts.size());
  for (const int practice : {1, 2, 3, 5, 6, 7, 8, 9})
    EXPECT_GE(counts.contains(practice) ? counts.at(practice) : 0, 8) << practice;
}

TEST_F(Decks, MixTheKinds) {
  auto counts = count_by([](const Card& card) { return card.kind; });
  EXPECT_GE(counts[CardKind::choice], 10);
  EXPECT_GE(counts[CardKind::scale], 10);
  EXPECT_GE(counts[CardKind::feeling], 8);
  EXPECT_GE(counts[CardKind::text], 40);
}

TEST_F(Decks, GoFromLightToDeep) {
  auto counts = count_by([](const Card& card) { return int{card.depth}; });
  for (int depth = 1; depth <= 5; ++depth) EXPECT_GE(counts[depth], 5) << depth;
  EXPECT_GT(counts[1] + counts[2] + counts[3], 3 * (counts[4] + counts[5]));
}

TEST_F(Decks, OpenUpHasACardInEachOfTheTenAreas) {
  std::set<std::string> areas;
  for (const auto& area : english_.catalogue.areas()) areas.insert(area.id);
  EXPECT_EQ(areas, (std::set<std::string>{"work", "family", "body", "money", "past", "future", "us", "faith", "health",
                                          "dreams"}));
  for (const auto* card : english_.catalogue.by_practice(2)) areas.erase(card->area);
  EXPECT_TRUE(areas.empty()) << *areas.begin();
}

TEST_F(Decks, NameFeelingsInFamiliesOfOneSize) {
  std::size_t words = 0;
  for (const auto& family : english_.catalogue.feelings()) {
    EXPECT_EQ(family.words.size(), 8u) << family.id << ": no family weighs more than another";
    words += family.words.size();
  }
  EXPECT_GE(english_.catalogue.feelings().size(), 8u);
  EXPECT_GE(words, 80u);
}

// Each practice is explained in two sentences.
TEST_F(Decks, ExplainEachPracticeInTwoSentences) {
  for (const auto& practice : english_.catalogue.practices())
    EXPECT_TRUE(std::regex_match(practice.about, std::regex("[^.]+\\. [^.]+\\."))) << practice.about;
}

// Product rule 7: plain warm words, and nothing about the two people taken for granted.
TEST_F(Decks, SpeakPlainlyAndTakeNothingForGranted) {
  const std::regex unfit(
      "\\b(husband|wife|spouse|married|marriage|wedding|girlfriend|boyfriend|partner|he|she|his|her|him|man|woman|men|"
      "women|"
      "mother|father|mum|mom|dad|parents|siblings?|brother|sister|children|kids|god|church|pray|prayer|christmas|"
      "boundar\\w*|vulnerab\\w*|trigger\\w*|trauma\\w*|attachment|heal|healing|process|validat\\w*|toxic|safe space|"
      "hold space|self-care|journey|needs|love language\\w*|inner child|share|communicat\\w*|phone|touch)\\b",
      std::regex::icase);
  for (const auto& card : english_.catalogue.cards()) {
    auto words = card.prompt;
    for (const auto& line : card.starters) words += "\n" + line;
    for (const auto& line : card.options) words += "\n" + line;
    std::smatch found;
    EXPECT_FALSE(std::regex_search(words, found, unfit)) << card.id << ": " << found.str();
  }
}

// What was answered must stay readable: no id disappears, and none changes its kind, its options or its steps. A card
// that should be asked no more is kept, or its answers lose their question; a new card is added to the list.
TEST_F(Decks, KeepEveryCardThatWasEverThere) {
  std::ifstream list(twinlamp::test::source_path("tests/client/content/frozen_cards.txt"));
  std::string id, kind;
  std::size_t shape = 0, lines = 0;
  for (; list >> id >> kind >> shape; ++lines) {
    const auto* card = english_.catalogue.find(id);
    ASSERT_NE(card, nullptr) << id;
    EXPECT_EQ(name_of(card->kind), kind) << id;
    EXPECT_EQ(shape_of(*card), shape) << id;
  }
  EXPECT_TRUE(list.eof());
  EXPECT_EQ(lines, english_.catalogue.cards().size()) << "add new cards to frozen_cards.txt";
}

TEST_F(Decks, KeepEveryFeelingThatWasEverThere) {
  std::ifstream list(twinlamp::test::source_path("tests/client/content/frozen_feelings.txt"));
  std::set<std::string> frozen, present;
  for (std::string line; std::getline(list, line);) frozen.insert(line);
  for (const auto& family : english_.catalogue.feelings())
    for (const auto& word : family.words) present.insert(family.id + " " + word.id);
  EXPECT_EQ(present, frozen);
}

}  // namespace
}  // namespace twinlamp::client

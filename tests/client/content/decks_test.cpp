// The shipped decks: whole, compiled in as they are, and never losing what someone has answered.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "client/content/catalogue.h"
#include "client/content/survey.h"
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

// Two years of evenings without one that comes again.
TEST_F(Decks, HoldEnoughCardsForEveryPractice) {
  EXPECT_GE(english_.catalogue.cards().size(), 730u);
  const auto counts = count_by([](const Card& card) { return int{card.practice}; });
  EXPECT_EQ(english_.catalogue.practices().size(), counts.size());
  for (int practice = 1; practice <= 9; ++practice) EXPECT_GE(counts.contains(practice) ? counts.at(practice) : 0, 60) << practice;
}

TEST_F(Decks, HoldThreeCardsWhereverAPracticeHasOneAtADepth) {
  for (const auto& [cell, count] : count_by([](const Card& card) { return std::pair(int{card.practice}, int{card.depth}); }))
    EXPECT_GE(count, 3) << "practice " << cell.first << ", depth " << cell.second;
}

TEST_F(Decks, MixAllTheKinds) {
  auto counts = count_by([](const Card& card) { return card.kind; });
  for (std::uint8_t kind = 1; kind <= card_kinds; ++kind) EXPECT_GE(counts[static_cast<CardKind>(kind)], 1) << int{kind};
  for (const auto kind : {CardKind::choice, CardKind::scale, CardKind::feeling, CardKind::choices, CardKind::ranking, CardKind::list, CardKind::guess})
    EXPECT_GE(counts[kind], 20) << name_of(kind);
  EXPECT_LT(counts[CardKind::text], 0.65 * static_cast<double>(english_.catalogue.cards().size()));
}

TEST_F(Decks, GoFromLightToDeep) {
  auto counts = count_by([](const Card& card) { return int{card.depth}; });
  for (int depth = 2; depth <= 5; ++depth) {
    EXPECT_GE(counts[depth], 60) << depth;
    EXPECT_LE(counts[depth], counts[depth - 1]) << depth << ": the deeper, the fewer";
  }
}

TEST_F(Decks, HoldWishesIdeasAndValuesOfTheirOwn) {
  EXPECT_GE(english_.catalogue.items("wishes").size(), 100u);
  EXPECT_GE(english_.catalogue.items("ideas").size(), 120u);
  EXPECT_GE(english_.catalogue.items("values").size(), 48u);
  EXPECT_LE(english_.catalogue.items("values").size(), 56u);
  EXPECT_GE(english_.catalogue.items("asks").size(), 24u);
  std::map<std::string, int> groups;
  for (const auto& idea : english_.catalogue.items("ideas")) ++groups[idea.group];
  for (const auto* group : {"apart", "visit", "before", "seven"}) EXPECT_GE(groups[group], 12) << group;
}

// Tonight answers to what was revealed before: there must be something to answer with.
TEST_F(Decks, HoldCardsForEveryKindOfEvening) {
  int high = 0, low = 0, apart = 0;
  for (const auto& card : english_.catalogue.cards()) {
    high += card.after.high ? 1 : 0;
    low += card.after.low ? 1 : 0;
    apart += card.after.apart ? 1 : 0;
  }
  EXPECT_GE(high, 10);
  EXPECT_GE(low, 20);
  EXPECT_GE(apart, 10);
}

// Each of these speaks of something that the two have done: see protocol/round/needs.h.
TEST_F(Decks, NameWhatACardFollows) {
  std::map<std::string, std::vector<std::string>> needs;
  for (const auto& card : english_.catalogue.cards())
    if (!card.needs.empty()) needs[card.id] = card.needs;
  EXPECT_EQ(needs, (std::map<std::string, std::vector<std::string>>{
                       {"dates.how-exciting", {"date"}},
                       {"desire.what-opens-the-door", {"desire.what-shuts-the-door"}},
                       {"play.what-became-of-it", {"play.hour-long-talk"}},
                       {"values.check-back", {"action"}},
                       {"values.different-piles", {"values.sort"}}}));
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

// Product rule 7 among others: plain warm words, nothing about the two people taken for granted, no card nearly another.
TEST_F(Decks, PassTheSurveyInEveryLanguage) {
  for (const auto& language : built_in_languages()) {
    std::ifstream file(twinlamp::test::source_path("client/content/validate/banned/" + language + ".txt"));
    const auto banned = read_banned(std::string(std::istreambuf_iterator<char>(file), {}));
    EXPECT_GE(banned.size(), 50u) << language << ": its own list";
    const auto translation = load_catalogue(decks / language);
    const auto found = survey(translation.catalogue, language, banned);
    EXPECT_EQ(test::sentences(found.problems), "") << language;
    ASSERT_TRUE(found.ease) << language;
    std::printf("%s: %zu cards, reading ease %.1f\n", language.c_str(), translation.catalogue.cards().size(), *found.ease);
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

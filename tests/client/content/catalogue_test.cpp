#include "client/content/catalogue.h"

#include <gtest/gtest.h>

#include "client/content/rules.h"
#include "tests/client/content/sample_deck.h"

namespace twinlamp::client {
namespace {

using test::cards_toml;
using test::load_sample;
using test::sentences;
using test::with;

TEST(Catalogue, ReadsEveryFieldOfATextCard) {
  const auto loaded = load_sample();
  ASSERT_EQ(sentences(loaded.problems), "");
  const auto* card = loaded.catalogue.find("open-up.first-kitchen");
  ASSERT_NE(card, nullptr);
  EXPECT_EQ(card->version, 1u);
  EXPECT_EQ(card->practice, 2);
  EXPECT_EQ(card->depth, 3);
  EXPECT_EQ(card->kind, CardKind::text);
  EXPECT_FALSE(card->about_now);
  EXPECT_EQ(card->area, "past");
  EXPECT_EQ(card->prompt, "Take me into the first kitchen you remember.");
  EXPECT_EQ(card->starters, std::vector<std::string>{"It smells of …"});
  EXPECT_EQ(card->why, "Because.");
}

TEST(Catalogue, ReadsOptionsAndScales) {
  const auto loaded = load_sample();
  const auto* choice = loaded.catalogue.find("open-up.anger");
  const auto* scale = loaded.catalogue.find("open-up.ease");
  ASSERT_TRUE(choice && scale);
  EXPECT_EQ(choice->options, (std::vector<std::string>{"say it", "swallow it"}));
  EXPECT_TRUE(choice->about_now);
  EXPECT_EQ(choice->version, 2u);
  EXPECT_EQ(scale->scale.min_label, "hard");
  EXPECT_EQ(scale->scale.max_label, "easy");
  EXPECT_EQ(scale->scale.steps, 7);
}

TEST(Catalogue, SaysBackFromDepthThreeUnlessTheCardSaysOtherwise) {
  const auto loaded = load_sample();
  EXPECT_EQ(loaded.catalogue.find("open-up.first-kitchen")->receive, Receive::say_back);  // depth 3
  EXPECT_EQ(loaded.catalogue.find("open-up.anger")->receive, Receive::react);             // depth 2
  EXPECT_EQ(loaded.catalogue.find("open-up.ease")->receive, Receive::react);              // depth 5, stated
  EXPECT_EQ(loaded.catalogue.find("open-up.now")->receive, Receive::say_back);            // depth 1, stated
}

TEST(Catalogue, FindsNothingForAnUnknownId) {
  const auto loaded = load_sample();
  EXPECT_EQ(loaded.catalogue.find("open-up.first"), nullptr);
  EXPECT_EQ(loaded.catalogue.find("zzz"), nullptr);
  EXPECT_EQ(Catalogue().find("open-up.anger"), nullptr);
}

TEST(Catalogue, ListsCardsByPracticeInTheOrderOfTheirIds) {
  const auto loaded = load_sample();
  std::vector<std::string> ids;
  for (const auto* card : loaded.catalogue.by_practice(2)) ids.push_back(card->id);
  EXPECT_EQ(ids, (std::vector<std::string>{"open-up.anger", "open-up.ease", "open-up.first-kitchen", "open-up.now"}));
  EXPECT_TRUE(loaded.catalogue.by_practice(3).empty());
}

TEST(Catalogue, KnowsPracticesAreasAndFeelings) {
  const auto loaded = load_sample();
  ASSERT_NE(loaded.catalogue.practice(2), nullptr);
  EXPECT_EQ(loaded.catalogue.practice(2)->name, "Open up");
  EXPECT_EQ(loaded.catalogue.practice(4), nullptr);
  ASSERT_EQ(loaded.catalogue.areas().size(), 1u);
  EXPECT_EQ(loaded.catalogue.areas()[0].name, "The past");
  ASSERT_EQ(loaded.catalogue.feelings().size(), 1u);
  EXPECT_EQ(loaded.catalogue.feelings()[0].words[0].id, "at-ease");
  EXPECT_EQ(loaded.catalogue.feelings()[0].words[0].word, "at ease");
}

TEST(Catalogue, KeepsItsPointersWhenMoved) {
  auto loaded = load_sample();
  const auto* card = loaded.catalogue.find("open-up.anger");
  const Catalogue moved = std::move(loaded.catalogue);
  EXPECT_EQ(moved.find("open-up.anger"), card);
}

TEST(Catalogue, LeavesOutOnlyTheCardThatHasAProblem) {
  const auto loaded = load_sample(with(cards_toml, "depth = 2", "depth = 9"));
  EXPECT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.catalogue.find("open-up.anger"), nullptr);
  EXPECT_EQ(loaded.catalogue.cards().size(), 3u);
}

TEST(Catalogue, NumbersACardThatHasNoId) {
  const auto loaded = load_sample(with(cards_toml, "id = \"open-up.anger\"\n", ""));
  EXPECT_EQ(sentences(loaded.problems), "open-up.toml, line 11, card 2, \"id\": it is missing; add it.\n");
}

TEST(Catalogue, TellsEveryProblemOfACardAtOnce) {
  const auto loaded = load_sample(with(with(cards_toml, "depth = 2", "depth = 9"), "version = 2", "version = 0"));
  EXPECT_EQ(loaded.problems.size(), 2u);
}

// Whatever happens to a file, nothing crashes, and what is still taken for a card is a good one.
void expect_only_good_cards(const std::string& text) {
  const auto loaded = load_sample(text);
  for (const auto& card : loaded.catalogue.cards()) EXPECT_TRUE(check(card).empty()) << card.id;
  EXPECT_TRUE(!loaded.problems.empty() || !loaded.catalogue.cards().empty());
}

TEST(Catalogue, SurvivesEveryTruncationOfADeck) {
  for (std::size_t size = 0; size < cards_toml.size(); ++size)
    expect_only_good_cards(std::string(cards_toml.substr(0, size)));
}

TEST(Catalogue, SurvivesEveryFlippedByteOfADeck) {
  for (std::size_t i = 0; i < cards_toml.size(); ++i)
    for (const auto flip : {0x01, 0x20, 0x80, 0xFF}) {
      std::string text(cards_toml);
      text[i] = static_cast<char>(text[i] ^ flip);
      expect_only_good_cards(text);
    }
}

TEST(Catalogue, RefusesADeckNestedWithoutEnd) {
  for (const auto* opening : {"[", "{a=", "a."}) {
    std::string text = opening[0] == 'a' ? "" : "x = ";
    for (int i = 0; i < 20000; ++i) text += opening;
    const auto loaded = load_sample(text);
    EXPECT_TRUE(loaded.catalogue.cards().empty());
    EXPECT_NE(sentences(loaded.problems).find("it cannot be read as TOML"), std::string::npos);
  }
}

// toml++ 3.3 aborts on these in a debug build, unless told otherwise.
TEST(Catalogue, RefusesTableHeadersThatAreNone) {
  for (const auto* text : {"[[[card]]]", "[[=", "[[[1]]]", "[[]]", "[=", "[", "[["})
    EXPECT_NE(sentences(load_sample(text).problems).find("open-up.toml, line 1: it cannot be read as TOML"),
              std::string::npos)
        << text;
}

}  // namespace
}  // namespace twinlamp::client

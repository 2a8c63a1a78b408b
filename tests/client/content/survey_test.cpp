#include "client/content/survey.h"

#include <gtest/gtest.h>

#include "tests/client/content/sample_deck.h"

namespace twinlamp::client {
namespace {

using test::cards_toml;
using test::load_sample;
using test::with;

Survey survey_of(const std::string& cards, std::string_view banned = "", std::string_view language = "en") {
  const auto loaded = load_sample(cards);
  EXPECT_EQ(test::sentences(loaded.problems), "");
  const auto phrases = read_banned(banned);
  return survey(loaded.catalogue, language, phrases);
}

std::string problems_of(const std::string& cards, std::string_view banned = "", std::string_view language = "en") {
  return test::sentences(survey_of(cards, banned, language).problems);
}

std::string prompt(std::string_view instead) { return with(cards_toml, "Take me into the first kitchen you remember.", instead); }

TEST(Survey, FindsNothingWrongWithAGoodDeck) { EXPECT_EQ(problems_of(std::string(cards_toml), "[topic]\nhusband\n"), ""); }

TEST(Survey, CountsByPracticeDepthKindAndArea) {
  const auto found = survey_of(std::string(cards_toml));
  EXPECT_EQ(found.of_practice(2), 4u);
  for (const std::size_t depth : {1, 2, 3, 5}) EXPECT_EQ(found.cells[2][depth], 1u) << depth;
  EXPECT_EQ(found.cells[2][4], 0u);
  EXPECT_EQ(found.of_kind(CardKind::choice), 1u);
  EXPECT_EQ(found.areas.at("past"), 1u);
  EXPECT_EQ(found.about_now, 1u);
}

TEST(Survey, ReadsAListOfWhatIsBanned) {
  const auto banned = read_banned("# comment\n[therapy talk]\nboundar*\n\nlove language*  # plural too\ntouch, except desire dates\n");
  ASSERT_EQ(banned.size(), 3u);
  EXPECT_EQ(banned[1].topic, "therapy talk");
  EXPECT_EQ(banned[1].words, (std::vector<std::string>{"love", "language*"}));
  EXPECT_EQ(banned[2].except, (std::set<std::string>{"desire", "dates"}));
}

TEST(Survey, NamesABannedPhraseItsTopicAndItsCard) {
  EXPECT_EQ(problems_of(prompt("What are your BOUNDARIES?"), "[therapy talk]\nboundar*\n"),
            "open-up.toml, card \"open-up.first-kitchen\", \"prompt\": \"boundaries\" has no place on a card (therapy talk); say it otherwise.\n");
}

TEST(Survey, LooksForBannedPhrasesInEveryLineThatAPersonReads) {
  for (const auto& [cards, key] : std::vector<std::pair<std::string, std::string>>{
           {with(cards_toml, "It smells of …", "My husband …"), "starters"},
           {with(cards_toml, "swallow it", "ask my husband"), "options"},
           {with(cards_toml, "min = \"hard\"", "min = \"husband\""), "scale"},
           {with(cards_toml, "Because.", "Because of a husband."), "why"}})
    EXPECT_NE(problems_of(cards, "[marriage]\nhusband\n").find("\"" + key + "\""), std::string::npos) << key;
}

TEST(Survey, MatchesWholeWordsInTheirOrder) {
  EXPECT_EQ(problems_of(prompt("Where is the shed?"), "[gender]\nshe\nhe\n"), "");
  EXPECT_EQ(problems_of(prompt("What do you mean? To you it is plain."), "[cliché]\nmean to me\n"), "");
  EXPECT_NE(problems_of(prompt("What does it mean to me?"), "[cliché]\nmean to me\n"), "");
  EXPECT_NE(problems_of(prompt("Estás muy lejos. Estás cansada hoy."), "[género]\nestás *ada\n"), "");
}

TEST(Survey, AllowsAPhraseWhereItIsAtHome) {
  EXPECT_EQ(problems_of(prompt("A touch of rain?"), "[distance]\ntouch, except open-up\n"), "");
  EXPECT_NE(problems_of(prompt("A touch of rain?"), "[distance]\ntouch, except desire\n"), "");
}

TEST(Survey, ReadsWhatMayBeSaidSeldom) {
  const auto banned = read_banned("[demand]\nwhy, seldom\nhow come, except play, seldom  # both\nnever\n");
  ASSERT_EQ(banned.size(), 3u);
  EXPECT_TRUE(banned[0].seldom);
  EXPECT_EQ(banned[0].words, std::vector<std::string>{"why"});
  EXPECT_TRUE(banned[1].seldom);
  EXPECT_EQ(banned[1].words, (std::vector<std::string>{"how", "come"}));
  EXPECT_EQ(banned[1].except, std::set<std::string>{"play"});
  EXPECT_FALSE(banned[2].seldom);
}

TEST(Survey, FindsAPhraseThatIsToBeSeldomOnTooManyCards) {
  constexpr std::string_view banned = "[a demand]\nwhy, seldom\n";
  std::string cards(cards_toml);
  for (std::size_t number = 0; number < survey_limits::seldom; ++number) {
    const std::string name(1, static_cast<char>('a' + number)), word(8, name[0]);
    cards += "\n[[card]]\nid = \"open-up." + name + "\"\nversion = 1\ndepth = 1\nkind = \"text\"\nprompt = \"" + word + " then. Why? Why " + word +
             " now?\"\n";
  }
  EXPECT_EQ(problems_of(cards, banned, "none"), "") << "said twice on one card counts once";
  const auto one_more = with(cards, "It smells of …", "Why it smells …");
  EXPECT_EQ(problems_of(one_more, banned, "none"), "the decks: 4 cards say \"why\", and at most 3 may (a demand); ask otherwise.\n");
  EXPECT_EQ(problems_of(one_more, "[a demand]\nwhy, except open-up, seldom\n", "none"), "");
}

TEST(Survey, FindsTwoCardsThatShareHalfOfTheirFourGrams) {
  const auto twin = std::string(cards_toml) +
                    "\n[[card]]\nid = \"open-up.twin\"\nversion = 1\ndepth = 1\nkind = \"text\"\nprompt = \"Take me into the first kitchen of yours.\"\n";
  EXPECT_EQ(problems_of(twin), "open-up.toml, card \"open-up.twin\", \"prompt\": it is nearly the prompt of \"open-up.first-kitchen\"; rewrite one of the two.\n");
  const auto cousin = with(twin, "Take me into the first kitchen of yours.", "Take me into the garden that you liked best as a guest.");
  EXPECT_EQ(problems_of(cousin), "");
}

TEST(Survey, FindsAPromptThatNobodyWouldSayAloud) {
  const auto heavy = prompt("Characterise the predominant interpersonal considerations determining communicative insufficiencies.");
  const auto told = problems_of(heavy);
  EXPECT_NE(told.find("it is hard to read"), std::string::npos);
  EXPECT_NE(told.find("all prompts together read harder"), std::string::npos);
}

TEST(Survey, FindsOpeningsThatComeTooOften) {
  std::string cards(cards_toml);
  for (std::size_t number = 0; number <= survey_limits::same_opening; ++number) {
    const auto name = std::string(1, static_cast<char>('a' + number));
    cards += "\n[[card]]\nid = \"open-up." + name + "\"\nversion = 1\ndepth = 1\nkind = \"text\"\nprompt = \"When did you " + std::string(8, name[0]) +
             " " + std::string(5, name[0]) + "?\"\n";
  }
  EXPECT_NE(problems_of(cards, "", "none").find("13 prompts begin with \"when did you\"; vary them."), std::string::npos);
}

TEST(Survey, ReportsWhatThereIsAndWhatIsWrong) {
  const auto loaded = load_sample();
  const auto text = report(survey(loaded.catalogue, "en", {}), loaded.catalogue);
  EXPECT_NE(text.find("open-up               4         1    1    1    ·    1"), std::string::npos) << text;
  EXPECT_NE(text.find("Problems: 0."), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::client

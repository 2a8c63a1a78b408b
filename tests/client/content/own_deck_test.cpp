#include "client/content/own_deck.h"

#include <gtest/gtest.h>

#include "tests/client/content/sample_deck.h"

namespace twinlamp::client {
namespace {

using test::with;

constexpr std::string_view deck = R"([[card]]
practice = "open-up"
depth = 2
kind = "text"
prompt = "What was the view from your first window?"
starters = ["There was …"]

[[card]]
practice = "open-up"
depth = 1
kind = "choice"
area = "past"
prompt = "Which of our trains was the worst?"
options = ["the night one", "the hot one"]
)";

OwnDeckContent read(std::string text) { return read_own_deck({"ours.toml", std::move(text)}, test::load_sample().catalogue); }
std::string problems_of(std::string text) { return test::sentences(read(std::move(text)).problems); }

TEST(OwnDeck, IsReadAsOurOwnCardsAre) {
  const auto content = read(std::string(deck));
  EXPECT_EQ(test::sentences(content.problems), "");
  ASSERT_EQ(content.cards.size(), 2u);
  EXPECT_EQ(content.cards[0].practice, 2);
  EXPECT_EQ(content.cards[0].id, "");
  EXPECT_EQ(content.cards[1].options.size(), 2u);
  EXPECT_EQ(content.cards[1].area, "past");
}

TEST(OwnDeck, TellsWhatIsWrongByItsLine) {
  EXPECT_EQ(problems_of(with(deck, "depth = 2", "depth = 7")), "ours.toml, line 3, card 1, \"depth\": it must be a whole number from 1 to 5.\n");
  EXPECT_EQ(problems_of(with(deck, "practice = \"open-up\"", "practice = \"cooking\"")), "ours.toml, line 1, card 1, \"practice\": it must be one of: open-up.\n");
  EXPECT_EQ(problems_of(with(deck, "prompt = \"Which of our trains was the worst?\"\n", "")), "ours.toml, line 8, card 2, \"prompt\": it is missing; add it.\n");
  EXPECT_EQ(problems_of(with(deck, "\"past\"", "\"kitchen\"")), "ours.toml, line 8, card 2, \"area\": there is no area \"kitchen\"; take it out.\n");
  EXPECT_NE(problems_of(with(deck, "[[card]]", "[[card]")).find("ours.toml, line 1: it cannot be read as TOML"), std::string::npos);
}

TEST(OwnDeck, KeepsTheGoodCardsBesideABadOne) { EXPECT_EQ(read(with(deck, "depth = 2", "depth = 7")).cards.size(), 1u); }

TEST(OwnDeck, HasNoIdNoVersionAndNothingThatBelongsToOurOwnDecks) {
  for (const auto* key : {"id = \"open-up.a\"", "version = 1", "daily = true", "needs = [\"date\"]", "since = 2", "items = \"values\""})
    EXPECT_NE(problems_of(with(deck, "depth = 2", std::string("depth = 2\n") + key)), "") << key;
  for (const auto* kind : {"sort", "wishes", "pairs"}) EXPECT_NE(problems_of(with(deck, "kind = \"text\"", std::string("kind = \"") + kind + "\"")), "") << kind;
  EXPECT_NE(problems_of(std::string(deck) + "\n[[practice]]\nnumber = 3\n"), "");
}

TEST(OwnDeck, RefusesWhatAHostileDeckWouldHold) {
  EXPECT_NE(problems_of(with(deck, "first window", "first \\u0007window")).find("control character"), std::string::npos);
  EXPECT_NE(problems_of(with(deck, "first window", "first \\u202Ewindow")).find("turns text around"), std::string::npos);
  EXPECT_NE(problems_of(with(deck, "first window", "first \u202Ewindow")).find("turns text around"), std::string::npos);
  EXPECT_NE(problems_of(with(deck, "the hot one", std::string(61, 'a'))), "");
  EXPECT_NE(problems_of(std::string(deck) + std::string("# \xFF\n")), "");
  EXPECT_EQ(problems_of(std::string(33 * 1024, '#')), "ours.toml: it is larger than 32 KiB; split it.\n");
  EXPECT_EQ(problems_of("# nothing\n"), "ours.toml: there is no card in it; begin with [[card]].\n");
}

TEST(OwnDeck, HasAtMostAHundredCards) {
  std::string many;
  for (int number = 0; number < 101; ++number)
    many += "[[card]]\npractice = \"open-up\"\ndepth = 1\nkind = \"text\"\nprompt = \"Number " + std::to_string(number) + "?\"\n";
  const auto content = read(many);
  EXPECT_EQ(content.cards.size(), 100u);
  EXPECT_EQ(content.problems.size(), 1u);
}

TEST(OwnDeck, WritesACardThatItReads) {
  Card card;
  card.depth = 2;
  card.kind = CardKind::scale;
  card.prompt = "How \"late\" is C:\\late?";
  card.scale = {"a bit", "very", 7};
  const auto content = read(write_own_card(card, "open-up"));
  EXPECT_EQ(test::sentences(content.problems), "");
  ASSERT_EQ(content.cards.size(), 1u);
  EXPECT_EQ(content.cards[0].prompt, card.prompt);
  EXPECT_EQ(content.cards[0].scale.steps, 7);
}

TEST(OwnDeck, TakesItsNameFromWhatItIsCalled) {
  EXPECT_EQ(deck_name_of("Train games"), "train-games");
  EXPECT_EQ(deck_name_of("¡Ñandú & Café!"), "nandu-cafe");
  EXPECT_EQ(deck_name_of("../../etc"), "etc");
  EXPECT_EQ(deck_name_of("…"), "");
  EXPECT_LE(deck_name_of(std::string(100, 'a')).size(), own_limits::name);
}

TEST(OwnDeck, StandsBesideOurCardsAndReplacesNone) {
  const auto catalogue = test::load_sample().catalogue;
  Card own;
  own.id = "own.a-0123";
  own.prompt = "Ours?";
  Card impostor = own;
  impostor.id = "open-up.anger";
  const auto both = catalogue.with({own, impostor, own});
  EXPECT_EQ(both.cards().size(), catalogue.cards().size() + 1);
  EXPECT_EQ(both.find("own.a-0123")->prompt, "Ours?");
  EXPECT_NE(both.find("open-up.anger")->prompt, "Ours?");
}

}  // namespace
}  // namespace twinlamp::client

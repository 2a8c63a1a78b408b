// Cards of the kinds beyond text, choice, scale and feeling: read whole, and each rule broken once.
#include <gtest/gtest.h>

#include "tests/client/content/sample_kinds.h"

namespace twinlamp::client {
namespace {

using test::items_toml;
using test::kinds_toml;
using test::load_kinds;
using test::sentences;
using test::with;

TEST(DeckKinds, AreReadWhole) {
  const auto loaded = load_kinds();
  ASSERT_EQ(sentences(loaded.problems), "");
  const auto card = [&](const char* id) { return *loaded.catalogue.find(id); };
  EXPECT_EQ(card("open-up.some").kind, CardKind::choices);
  EXPECT_EQ(card("open-up.some").most, 2);
  EXPECT_EQ(card("open-up.order").options.size(), 3u);
  const auto three = card("open-up.three");
  EXPECT_EQ(three.lines_least, 3);
  EXPECT_EQ(three.lines_most, 3);
  EXPECT_TRUE(three.marked);
  EXPECT_EQ(three.follow_ups, (std::vector<std::string>{"When was that?", "Who knows of it?"}));
  EXPECT_EQ(card("open-up.tea").after, (After{false, false, true}));
  EXPECT_EQ(card("open-up.quick").needs, (std::vector<std::string>{"open-up.song", "action"}));
  EXPECT_TRUE(card("open-up.song").daily);
  EXPECT_TRUE(card("open-up.song").options.empty());
  EXPECT_EQ(card("open-up.sort").items->size(), 5u);
  EXPECT_EQ(card("open-up.wishes").batch, 5);
  EXPECT_EQ(card("open-up.quick").pairs.back(), (ThisOrThat{"now", "later"}));
  EXPECT_EQ(shape_of(card("open-up.quick")), 10u);
  EXPECT_EQ(shape_of(three), 3u);
}

TEST(DeckKinds, TakeAllOptionsWhereTheCardSaysNothing) {
  EXPECT_EQ(load_kinds(with(kinds_toml, "most = 2\n", "")).catalogue.find("open-up.some")->most, 3);
}

TEST(DeckKinds, GiveTheItemsOfASetInTheirOrder) {
  const auto loaded = load_kinds();
  const auto items = loaded.catalogue.items("values");
  ASSERT_EQ(items.size(), 5u);
  EXPECT_EQ(items[0].about, "Staying, also when it is hard.");
  EXPECT_EQ(items[2].id, "values.calm");
  EXPECT_EQ(items[2].group, "rest");
  EXPECT_EQ(items[2].minutes, 7);
  EXPECT_TRUE(loaded.catalogue.items("wishes").empty());
  EXPECT_EQ(loaded.catalogue.item_sets(), std::vector<std::string>{"values"});
}

struct BrokenKind {
  const char* name;
  std::string what;
  std::string instead;
  std::string sentence;
};

void PrintTo(const BrokenKind& broken, std::ostream* out) {
  *out << broken.name;
}
std::string name_of_kind_case(const testing::TestParamInfo<BrokenKind>& info) {
  return info.param.name;
}

class KindRule : public testing::TestWithParam<BrokenKind> {};

TEST_P(KindRule, IsToldInOneSentence) {
  const auto loaded = load_kinds(with(kinds_toml, GetParam().what, GetParam().instead));
  EXPECT_EQ(sentences(loaded.problems), GetParam().sentence + "\n");
  EXPECT_EQ(loaded.catalogue.cards().size(), 7u) << "the card is left out";
}

const std::string lines_advice = "\"lines\": write how many lines it takes, from and to: lines = [1, 3], at most 10.";
const std::string sides_advice = "\"pairs\": each must be two texts: [\"the sea\", \"the mountains\"].";

INSTANTIATE_TEST_SUITE_P(
    Cards, KindRule,
    testing::Values(
        BrokenKind{"MostOfOne", "most = 2", "most = 1",
                   "open-up.toml, line 8, card \"open-up.some\", \"most\": it must be from 2 to the number of options; "
                   "take it out where all may be chosen."},
        BrokenKind{"MoreThanThereAre", "most = 2", "most = 4",
                   "open-up.toml, line 8, card \"open-up.some\", \"most\": it must be from 2 to the number of options; "
                   "take it out where all may be chosen."},
        BrokenKind{"MostOfARanking", "options = [\"sea\", \"hills\", \"woods\"]",
                   "options = [\"sea\", \"hills\", \"woods\"]\nmost = 2",
                   "open-up.toml, line 17, card \"open-up.order\", \"most\": only a card of kind \"choices\" has it; take "
                   "it out."},
        BrokenKind{"RankingOfTwo", "[\"sea\", \"hills\", \"woods\"]", "[\"sea\", \"hills\"]",
                   "open-up.toml, line 16, card \"open-up.order\", \"options\": a ranking needs 3 to 7 options; this one "
                   "has 2."},
        BrokenKind{"LinesMissing", "lines = [3, 3]\n", "",
                   "open-up.toml, line 18, card \"open-up.three\", \"lines\": it is missing; add it."},
        BrokenKind{"LinesAreOneNumber", "lines = [3, 3]", "lines = [3]",
                   "open-up.toml, line 24, card \"open-up.three\", " + lines_advice},
        BrokenKind{"LinesTheWrongWayRound", "lines = [3, 3]", "lines = [3, 2]",
                   "open-up.toml, line 24, card \"open-up.three\", " + lines_advice},
        BrokenKind{"LinesTooMany", "lines = [3, 3]", "lines = [3, 11]",
                   "open-up.toml, line 24, card \"open-up.three\", " + lines_advice},
        BrokenKind{"LinesOfAnotherKind", "items = \"values\"\n\n", "items = \"values\"\nlines = [1, 2]\n\n",
                   "open-up.toml, line 53, card \"open-up.sort\", \"lines\": only a card of kind \"list\" has it; take it "
                   "out."},
        BrokenKind{"MarkAmongOne", "lines = [3, 3]", "lines = [1, 3]",
                   "open-up.toml, line 24, card \"open-up.three\", \"lines\": one line of two or more can be marked; write "
                   "lines = [3, 3]."},
        BrokenKind{"FollowUpTooLong", "When was that?", std::string(121, 'a'),
                   "open-up.toml, line 26, card \"open-up.three\", \"follow_ups\": number 1: it has 121 characters; at "
                   "most 120 fit."},
        BrokenKind{"FollowUpsTooMany", "\"When was that?\"", "\"a\", \"b\", \"c\"",
                   "open-up.toml, line 26, card \"open-up.three\", \"follow_ups\": at most 3 questions are offered; this "
                   "card has 4."},
        BrokenKind{"GuessOfOne", "[\"tea\", \"coffee\"]\nafter", "[\"tea\"]\nafter",
                   "open-up.toml, line 34, card \"open-up.tea\", \"options\": a guess needs 2 to 7 options; this one has "
                   "1."},
        BrokenKind{"AfterUnknown", "\"apart\"", "\"wide\"",
                   "open-up.toml, line 35, card \"open-up.tea\", \"after\": each must be \"high\", \"low\" or \"apart\"."},
        BrokenKind{"NeedsWhatIsNotThere", "\"open-up.song\", \"action\"", "\"open-up.sum\"",
                   "open-up.toml, line 63, card \"open-up.quick\", \"needs\": there is no other card \"open-up.sum\"; write the id of one, "
                   "\"action\" or \"date\"."},
        BrokenKind{"NeedsItself", "\"open-up.song\", \"action\"", "\"open-up.quick\"",
                   "open-up.toml, line 63, card \"open-up.quick\", \"needs\": there is no other card \"open-up.quick\"; write the id of one, "
                   "\"action\" or \"date\"."},
        BrokenKind{"NeedsTooMuch", "\"open-up.song\", \"action\"", "\"action\", \"date\", \"open-up.tea\", \"open-up.some\"",
                   "open-up.toml, line 71, card \"open-up.quick\", \"needs\": at most 3 are named; this card names 4."},
        BrokenKind{"SortOfNothing", "items = \"values\"\n\n", "\n",
                   "open-up.toml, line 46, card \"open-up.sort\", \"items\": name the file that it draws from: items = "
                   "\"values\" for items-values.toml."},
        BrokenKind{"SortOfAFileThatIsNotThere", "items = \"values\"\n\n", "items = \"virtues\"\n\n",
                   "open-up.toml, line 46, card \"open-up.sort\", \"items\": there is no items-virtues.toml with items; add "
                   "it."},
        BrokenKind{"BatchMissing", "batch = 5\n", "",
                   "open-up.toml, line 54, card \"open-up.wishes\", \"batch\": say how many are drawn at a time: batch = "
                   "12."},
        BrokenKind{"BatchLargerThanTheStock", "batch = 5", "batch = 6",
                   "open-up.toml, line 54, card \"open-up.wishes\", \"items\": items-values.toml has 5 items; this card "
                   "needs at least 6."},
        BrokenKind{"NinePairs", "[\"sea\", \"hills\"], [\"tea\"", "[\"tea\"",
                   "open-up.toml, line 69, card \"open-up.quick\", \"pairs\": there must be exactly 10 pairs; this card has "
                   "9."},
        BrokenKind{"PairOfThree", "[\"sea\", \"hills\"],", "[\"sea\", \"hills\", \"woods\"],",
                   "open-up.toml, line 69, card \"open-up.quick\", " + sides_advice},
        BrokenKind{"PairOfNumbers", "[\"sea\", \"hills\"],", "[1, 2],",
                   "open-up.toml, line 69, card \"open-up.quick\", " + sides_advice},
        BrokenKind{"SideTooLong", "[\"sea\", \"hills\"],", "[\"sea\", \"" + std::string(41, 'h') + "\"],",
                   "open-up.toml, line 69, card \"open-up.quick\", \"pairs\": number 2: it has 41 characters; at most 40 "
                   "fit."},
        BrokenKind{"SideTwice", "[\"sea\", \"hills\"],", "[\"sea\", \"sea\"],",
                   "open-up.toml, line 69, card \"open-up.quick\", \"pairs\": \"sea\" is there twice; take one out."}),
    name_of_kind_case);

class ItemRule : public testing::TestWithParam<BrokenKind> {};

// The two cards that draw from the items need five good ones, hence are told as well.
TEST_P(ItemRule, IsToldInOneSentence) {
  const auto loaded = load_kinds(std::string(kinds_toml), with(items_toml, GetParam().what, GetParam().instead) +
                                                              "\n[[item]]\nid = \"values.sixth\"\ntext = \"Sixth\"\n");
  EXPECT_EQ(sentences(loaded.problems), GetParam().sentence + "\n");
  EXPECT_EQ(loaded.catalogue.items("values").size(), 5u) << "the item is left out";
}

INSTANTIATE_TEST_SUITE_P(
    Items, ItemRule,
    testing::Values(
        BrokenKind{"IdOfAnotherFile", "values.play", "ideas.play",
                   "items-values.toml, line 6, item \"ideas.play\", \"id\": an item of \"ideas\" belongs in "
                   "items-ideas.toml; move it there."},
        BrokenKind{"IdWithoutSet", "values.play", "play",
                   "items-values.toml, line 7, item \"play\", \"id\": it must be the file's name, a dot and a name of its "
                   "own, like \"values.loyalty\"."},
        BrokenKind{"IdTwice", "values.play", "values.loyalty",
                   "items-values.toml, line 6, item \"values.loyalty\", \"id\": the same stands in items-values.toml, line "
                   "1; change one of the two."},
        BrokenKind{"TextTwice", "\"Play\"", "\"Loyalty\"",
                   "items-values.toml, line 6, item \"values.play\", \"text\": the same stands in items-values.toml, line "
                   "1; change one of the two."},
        BrokenKind{"TextTooLong", "\"Play\"", "\"" + std::string(161, 'p') + "\"",
                   "items-values.toml, line 8, item \"values.play\", \"text\": it has 161 characters; at most 160 fit."},
        BrokenKind{"GroupWithCapitals", "\"rest\"", "\"Rest\"",
                   "items-values.toml, line 13, item \"values.calm\", \"group\": it must be lower-case ASCII letters, "
                   "digits and single hyphens, at most 32, like \"first-kitchen\"."},
        BrokenKind{"MinutesZero", "minutes = 7", "minutes = 0",
                   "items-values.toml, line 14, item \"values.calm\", \"minutes\": it must be a whole number from 1 to "
                   "600."}),
    name_of_kind_case);

std::string compare(std::string cards, std::string items = std::string(items_toml)) {
  const auto translation = load_kinds(std::move(cards), std::move(items));
  EXPECT_EQ(sentences(translation.problems), "");
  return sentences(compare_translation(load_kinds().catalogue, translation.catalogue));
}

TEST(DeckKinds, AreTheSameInATranslationButForTheirWords) {
  EXPECT_EQ(compare(with(with(kinds_toml, "\"sea\", \"hills\"]", "\"mar\", \"monte\"]"), "When was that?", "¿Cuándo?"),
                    with(items_toml, "\"Loyalty\"", "\"Lealtad\"")),
            "");
  const auto differs = [](const char* id, const char* key) {
    return "the translation, card \"open-up." + std::string(id) + "\", \"" + key + "\": it differs from the original; make it the same.\n";
  };
  EXPECT_EQ(compare(with(kinds_toml, "most = 2", "most = 3")), differs("some", "most"));
  EXPECT_EQ(compare(with(kinds_toml, "lines = [3, 3]", "lines = [3, 4]")), differs("three", "lines"));
  EXPECT_EQ(compare(with(kinds_toml, "marked = true\n", "")), differs("three", "marked"));
  EXPECT_EQ(compare(with(kinds_toml, "\"When was that?\", ", "")), differs("three", "follow_ups"));
  EXPECT_EQ(compare(with(kinds_toml, "after = [\"apart\"]", "after = [\"low\"]")), differs("tea", "after"));
  EXPECT_EQ(compare(with(kinds_toml, "\"open-up.song\", ", "")), differs("quick", "needs"));
  EXPECT_EQ(compare(with(kinds_toml, "daily = true\n", "")), differs("song", "daily"));
  EXPECT_EQ(compare(with(kinds_toml, "daily = true\n", "daily = true\nsince = 2\n")), differs("song", "since"));
}

TEST(DeckKinds, HaveTheSameItemsInATranslation) {
  const auto items = std::string(items_toml) + "\n[[item]]\nid = \"values.sixth\"\ntext = \"Sixth\"\n";
  EXPECT_EQ(compare(std::string(kinds_toml), items),
            "the translation, item \"values.sixth\": the original has no such item; check the id.\n");
  EXPECT_EQ(sentences(compare_translation(load_kinds(std::string(kinds_toml), items).catalogue, load_kinds().catalogue)),
            "the translation, item \"values.sixth\": it is not translated; add it with the same id.\n");
  EXPECT_EQ(compare(std::string(kinds_toml), with(items_toml, "minutes = 7", "minutes = 8")),
            "the translation, item \"values.calm\", \"minutes\": it differs from the original; make it the same.\n");
}

}  // namespace
}  // namespace twinlamp::client

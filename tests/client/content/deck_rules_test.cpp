// Every rule of a deck, broken once: the sentence that a person reads, whole.
#include <gtest/gtest.h>

#include "client/content/rules.h"
#include "tests/client/content/sample_deck.h"

namespace twinlamp::client {
namespace {

using test::cards_toml;
using test::load_sample;
using test::practices_toml;
using test::sentences;
using test::with;
using test::words_toml;

struct Broken {
  const char* name;
  std::string what;
  std::string instead;
  std::string sentence;
};

void PrintTo(const Broken& broken, std::ostream* out) {
  *out << broken.name;
}
std::string name_of_case(const testing::TestParamInfo<Broken>& info) {
  return info.param.name;
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

const std::string kitchen = "card \"open-up.first-kitchen\"";
const std::string anger = "card \"open-up.anger\"";
const std::string ease = "card \"open-up.ease\"";
const std::string prompt = "prompt = \"Take me into the first kitchen you remember.\"";
const std::string prompt_at = "open-up.toml, line 7, " + kitchen + ", \"prompt\": ";
const std::string starters = "starters = [\"It smells of …\"]";
const std::string starters_at = "open-up.toml, line 8, " + kitchen + ", \"starters\": ";
const std::string options = "options = [\"say it\", \"swallow it\"]";
const std::string options_at = "open-up.toml, line 18, " + anger + ", \"options\": ";
const std::string scale = "scale = { min = \"hard\", max = \"easy\", steps = 7 }";
const std::string scale_at = "open-up.toml, line 27, " + ease + ", \"scale\": ";

class CardRule : public testing::TestWithParam<Broken> {};

TEST_P(CardRule, IsToldInOneSentence) {
  const auto loaded = load_sample(with(cards_toml, GetParam().what, GetParam().instead));
  EXPECT_EQ(sentences(loaded.problems), GetParam().sentence + "\n");
  EXPECT_EQ(loaded.catalogue.cards().size(), 3u) << "the card is left out";
}

const std::string id_advice =
    "it must be the practice, a dot and a name of its own, in lower-case ASCII letters, digits and hyphens, like "
    "\"open-up.first-kitchen\".";

INSTANTIATE_TEST_SUITE_P(
    Cards, CardRule,
    testing::Values(
        Broken{"IdWithoutPractice", "open-up.first-kitchen", "kitchen",
               "open-up.toml, line 2, card \"kitchen\", \"id\": " + id_advice},
        Broken{"IdWithCapitals", "open-up.first-kitchen", "open-up.First",
               "open-up.toml, line 2, card \"open-up.First\", \"id\": " + id_advice},
        Broken{"IdBeyondAscii", "open-up.first-kitchen", "open-up.küche",
               "open-up.toml, line 2, card \"open-up.küche\", \"id\": " + id_advice},
        Broken{"IdTooLong", "open-up.first-kitchen", "open-up." + repeat("x", 33),
               "open-up.toml, line 2, card \"open-up." + repeat("x", 33) + "\", \"id\": " + id_advice},
        Broken{"IdOfAnUnknownPractice", "open-up.first-kitchen", "close-down.kitchen",
               "open-up.toml, line 1, card \"close-down.kitchen\", \"id\": practices.toml has no practice "
               "\"close-down\"; a card's id "
               "begins with its practice."},
        Broken{"IdTwice", "open-up.ease", "open-up.anger",
               "open-up.toml, line 20, card \"open-up.anger\", \"id\": the same stands in open-up.toml, line 11; "
               "change one of the two."},
        Broken{"VersionMissing", "version = 2\n", "",
               "open-up.toml, line 11, " + anger + ", \"version\": it is missing; add it."},
        Broken{"VersionZero", "version = 2", "version = 0",
               "open-up.toml, line 13, " + anger + ", \"version\": it must be a whole number from 1 to 9999."},
        Broken{"VersionInQuotes", "version = 2", "version = \"2\"",
               "open-up.toml, line 13, " + anger + ", \"version\": it must be a whole number from 1 to 9999."},
        Broken{"VersionBeyondEveryInteger", "version = 2", "version = 4294967297",
               "open-up.toml, line 13, " + anger + ", \"version\": it must be a whole number from 1 to 9999."},
        Broken{"DepthTooDeep", "depth = 2", "depth = 6",
               "open-up.toml, line 14, " + anger + ", \"depth\": it must be a whole number from 1 to 5."},
        Broken{"DepthZero", "depth = 2", "depth = 0",
               "open-up.toml, line 14, " + anger + ", \"depth\": it must be a whole number from 1 to 5."},
        Broken{"DepthNegative", "depth = 2", "depth = -1",
               "open-up.toml, line 14, " + anger + ", \"depth\": it must be a whole number from 1 to 5."},
        Broken{"DepthBroken", "depth = 2", "depth = 2.5",
               "open-up.toml, line 14, " + anger + ", \"depth\": it must be a whole number from 1 to 5."},
        Broken{"KindUnknown", "kind = \"text\"", "kind = \"essay\"",
               "open-up.toml, line 5, " + kitchen +
                   ", \"kind\": it must be \"text\", \"choice\", \"scale\", \"feeling\", \"choices\", \"ranking\", \"list\", "
                   "\"guess\", \"sort\", \"wishes\" or \"pairs\"."},
        Broken{"KindEmpty", "kind = \"text\"", "kind = \"\"",
               "open-up.toml, line 5, " + kitchen +
                   ", \"kind\": it must be \"text\", \"choice\", \"scale\", \"feeling\", \"choices\", \"ranking\", \"list\", "
                   "\"guess\", \"sort\", \"wishes\" or \"pairs\"."},
        Broken{"KindIsANumber", "kind = \"text\"", "kind = 1",
               "open-up.toml, line 5, " + kitchen + ", \"kind\": it must be a text in \"quotes\"."},
        Broken{"KindMissing", "kind = \"text\"\n", "",
               "open-up.toml, line 1, " + kitchen + ", \"kind\": it is missing; add it."},
        Broken{"AboutNowInQuotes", "about_now = true", "about_now = \"yes\"",
               "open-up.toml, line 16, " + anger + ", \"about_now\": it must be true or false, without quotes."},
        Broken{"ReceiveUnknown", "receive = \"react\"", "receive = \"hug\"",
               "open-up.toml, line 25, " + ease + ", \"receive\": it must be \"say-back\" or \"react\"."},
        Broken{"AreaUnknown", "area = \"past\"", "area = \"garden\"",
               "open-up.toml, line 1, " + kitchen + ", \"area\": practices.toml has no area \"garden\"."},
        Broken{"AreaIsNoSlug", "area = \"past\"", "area = \"The Past\"",
               "open-up.toml, line 6, " + kitchen +
                   ", \"area\": it must be lower-case ASCII letters, digits and single hyphens, at most 32, like "
                   "\"first-kitchen\"."}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Words, CardRule,
    testing::Values(
        Broken{"PromptMissing", prompt + "\n", "",
               "open-up.toml, line 1, " + kitchen + ", \"prompt\": it is missing; add it."},
        Broken{"PromptEmpty", prompt, "prompt = \"\"", prompt_at + "it is empty; write it or take it out."},
        Broken{"PromptOnlySpaces", prompt, "prompt = \"  \"", prompt_at + "it is empty; write it or take it out."},
        Broken{"PromptTooLong", prompt, "prompt = \"" + repeat("é", 201) + "\"",
               prompt_at + "it has 201 characters; at most 200 fit."},
        Broken{"PromptOnTwoLines", prompt, "prompt = \"One.\\nTwo.\"",
               prompt_at + "it has a line break or another control character; write it on one line."},
        Broken{"PromptWithAnEscape", prompt, "prompt = \"One.\\u001b[2J\"",
               prompt_at + "it has a line break or another control character; write it on one line."},
        Broken{"PromptWithASpaceAtItsEnd", prompt, "prompt = \"One? \"",
               prompt_at + "it begins or ends with a space; take that out."},
        Broken{"PromptTwice", prompt, "prompt = \"How easy is it?\"",
               "open-up.toml, line 20, " + ease +
                   ", \"prompt\": the same stands in open-up.toml, line 1; change one of the two."},
        Broken{"WhyTooLong", "why = \"Because.\"", "why = \"" + repeat("a", 201) + "\"",
               "open-up.toml, line 9, " + kitchen + ", \"why\": it has 201 characters; at most 200 fit."},
        Broken{"StartersAreNoList", starters, "starters = \"It …\"", starters_at + "it must be a list in [brackets]."},
        Broken{"StarterIsANumber", starters, "starters = [1]",
               starters_at + "each of its elements must be a text in \"quotes\"."},
        Broken{"StarterTooLong", starters, "starters = [\"" + repeat("a", 81) + "\"]",
               starters_at + "number 1: it has 81 characters; at most 80 fit."},
        Broken{"TooManyStarters", starters, "starters = [\"a\", \"b\", \"c\", \"d\"]",
               starters_at + "at most 3 beginnings help; this card has 4."},
        Broken{"StarterTwice", starters, "starters = [\"a\", \"a\"]",
               starters_at + "\"a\" is there twice; take one out."},
        Broken{"StartersOfAChoice", options, options + "\nstarters = [\"a\"]",
               "open-up.toml, line 19, " + anger +
                   ", \"starters\": only a card that is answered in words has starters; take them out."}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Kinds, CardRule,
    testing::Values(
        Broken{"ChoiceWithoutOptions", options + "\n", "",
               "open-up.toml, line 11, " + anger + ", \"options\": a choice needs 2 to 7 options; this one has 0."},
        Broken{"OneOption", options, "options = [\"a\"]",
               options_at + "a choice needs 2 to 7 options; this one has 1."},
        Broken{"EightOptions", options, "options = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\"]",
               options_at + "a choice needs 2 to 7 options; this one has 8."},
        Broken{"OptionTwice", options, "options = [\"a\", \"a\"]", options_at + "\"a\" is there twice; take one out."},
        Broken{"OptionEmpty", options, "options = [\"a\", \"\"]",
               options_at + "number 2: it is empty; write it or take it out."},
        Broken{"OptionTooLong", options, "options = [\"a\", \"" + repeat("b", 61) + "\"]",
               options_at + "number 2: it has 61 characters; at most 60 fit."},
        Broken{"OptionsOfAText", "why = \"Because.\"", "options = [\"a\", \"b\"]",
               "open-up.toml, line 9, " + kitchen +
                   ", \"options\": only a card of kind \"choice\", \"choices\", \"ranking\" or \"guess\" has it; take it out."},
        Broken{"ScaleMissing", scale + "\n", "",
               "open-up.toml, line 20, " + ease + ", \"scale\": it is missing; add it."},
        Broken{"ScaleIsAText", scale, "scale = \"7\"", scale_at + "it must be written as { … }."},
        Broken{"ScaleOfSixSteps", scale, with(scale, "7", "6"),
               scale_at + "a scale has 5, 7 or 10 steps; write scale = { min = \"…\", max = \"…\", steps = 7 }."},
        Broken{"ScaleEndsAreTheSame", scale, with(scale, "hard", "easy"),
               scale_at + "both ends say the same; name two different ends."},
        Broken{"ScaleLabelTooLong", scale, with(scale, "hard", repeat("h", 41)),
               scale_at + "it has 41 characters; at most 40 fit."},
        Broken{"ScaleOfAText", "why = \"Because.\"", scale,
               "open-up.toml, line 9, " + kitchen +
                   ", \"scale\": only a card of kind \"scale\" has a scale; take it out."},
        Broken{"UnknownKeyMisspelt", "depth = 2", "depth = 2\nwhu = \"x\"",
               "open-up.toml, line 15, " + anger + ", \"whu\": there is no such key here; did you mean \"why\"?"},
        Broken{"UnknownKey", "depth = 2", "depth = 2\ncolour = \"red\"",
               "open-up.toml, line 15, " + anger + ", \"colour\": there is no such key here; take it out."}),
    name_of_case);

class ScaleKeyRule : public testing::TestWithParam<Broken> {};

TEST_P(ScaleKeyRule, NamesTheKeyInsideTheScale) {
  const auto loaded = load_sample(with(cards_toml, GetParam().what, GetParam().instead));
  EXPECT_NE(sentences(loaded.problems).find(GetParam().sentence), std::string::npos) << sentences(loaded.problems);
  EXPECT_EQ(loaded.catalogue.find("open-up.ease"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(
    Scales, ScaleKeyRule,
    testing::Values(Broken{"MinMissing", "min = \"hard\", ", "", "\"min\": it is missing; add it."},
                    Broken{"MaxIsANumber", "max = \"easy\"", "max = 7", "\"max\": it must be a text in \"quotes\"."},
                    Broken{"StepsTooMany", "steps = 7", "steps = 11",
                           "\"steps\": it must be a whole number from 1 to 10."},
                    Broken{"StepsMisspelt", "steps = 7", "steps = 7, stepz = 7",
                           "\"stepz\": there is no such key here; did you mean \"steps\"?"}),
    name_of_case);

class PracticeRule : public testing::TestWithParam<Broken> {};

TEST_P(PracticeRule, IsToldInOneSentence) {
  const auto loaded = load_sample(std::string(cards_toml), with(practices_toml, GetParam().what, GetParam().instead));
  ASSERT_FALSE(loaded.problems.empty());
  EXPECT_EQ(loaded.problems.front().sentence(), GetParam().sentence);
}

const std::string second_practice =
    "[[practice]]\nnumber = 3\nslug = \"fears\"\nname = \"Fears\"\nabout = \"One. Two.\"\n\n[[area]]";

INSTANTIATE_TEST_SUITE_P(
    Practices, PracticeRule,
    testing::Values(Broken{"NumberTooHigh", "number = 2", "number = 11",
                           "practices.toml, line 2, practice 1, \"number\": it must be a whole number from 1 to 10."},
                    Broken{"NumberMissing", "number = 2\n", "",
                           "practices.toml, line 1, practice 1, \"number\": it is missing; add it."},
                    Broken{"SlugWithCapitals", "slug = \"open-up\"", "slug = \"Open up\"",
                           "practices.toml, line 3, practice 1, \"slug\": it must be lower-case ASCII letters, digits "
                           "and single hyphens, at most 32, "
                           "like \"first-kitchen\"."},
                    Broken{"NameTooLong", "name = \"Open up\"", "name = \"" + repeat("n", 31) + "\"",
                           "practices.toml, line 4, practice 1, \"name\": it has 31 characters; at most 30 fit."},
                    Broken{"AboutTooLong", "One. Two.", repeat("a", 321),
                           "practices.toml, line 5, practice 1, \"about\": it has 321 characters; at most 320 fit."},
                    Broken{"NumberTwice", "[[area]]", with(second_practice, "number = 3", "number = 2"),
                           "practices.toml, line 7, practice 2, \"number\": the same stands in practices.toml, line 1; "
                           "change one of the two."},
                    Broken{"SlugTwice", "[[area]]", with(second_practice, "fears", "open-up"),
                           "practices.toml, line 7, practice 2, \"slug\": the same stands in practices.toml, line 1; "
                           "change one of the two."},
                    Broken{"AreaWithoutName", "name = \"The past\"\n", "",
                           "practices.toml, line 7, area \"past\", \"name\": it is missing; add it."},
                    Broken{"AreaTwice", "[[area]]", "[[area]]\nid = \"past\"\nname = \"Before\"\n\n[[area]]",
                           "practices.toml, line 11, area \"past\", \"id\": the same stands in practices.toml, line 7; "
                           "change one of the two."},
                    Broken{"UnknownTable", "[[area]]", "[[aria]]",
                           "practices.toml, line 7, \"aria\": there is no such key here; did you mean \"area\"?"}),
    name_of_case);

class FeelingRule : public testing::TestWithParam<Broken> {};

TEST_P(FeelingRule, IsToldInOneSentence) {
  const auto loaded = load_sample(std::string(cards_toml), std::string(practices_toml),
                                  with(words_toml, GetParam().what, GetParam().instead));
  EXPECT_EQ(sentences(loaded.problems), GetParam().sentence + "\n");
}

const std::string words_at = "words.toml, line 4, family \"calm\", \"words\": ";

INSTANTIATE_TEST_SUITE_P(
    Feelings, FeelingRule,
    testing::Values(
        Broken{"WordsMissing", "words = [\"at ease\", { id = \"safe\", word = \"safe\" }]\n", "",
               "words.toml, line 1, family \"calm\", \"words\": it is missing; add it."},
        Broken{"NoWords", "[\"at ease\", { id = \"safe\", word = \"safe\" }]", "[]",
               words_at + "a family needs finer words; write words = [\"glad\", \"at ease\"]."},
        Broken{"WordIsANumber", "\"at ease\"", "7",
               words_at + "each word is a text in \"quotes\" or { id = \"…\", word = \"…\" }."},
        Broken{"WordBeyondAsciiWithoutId", "\"at ease\"", "\"à l’aise\"",
               words_at + "\"à l’aise\" has no plain id; write { id = \"at-ease\", word = \"à l’aise\" }."},
        Broken{"WordTwice", "\"at ease\"", "\"safe\"", words_at + "\"safe\" is there twice; take one out."},
        Broken{"WordTooLong", "word = \"safe\"", "word = \"" + repeat("w", 31) + "\"",
               words_at + "it has 31 characters; at most 30 fit."},
        Broken{
            "WordInTwoFamilies", "[[family]]",
            "[[family]]\nid = \"glad\"\nname = \"Glad\"\nwords = [\"safe\"]\n\n[[family]]",
            "words.toml, line 6, family \"calm\", \"words\": \"safe\" is already in \"glad\"; keep it in one family."},
        Broken{"FamilyTwice", "[[family]]",
               "[[family]]\nid = \"calm\"\nname = \"Calm\"\nwords = [\"still\"]\n\n[[family]]",
               "words.toml, line 6, family \"calm\", \"id\": the same stands in words.toml, line 1; change one of the "
               "two."},
        Broken{"FamilyNameEmpty", "name = \"Calm\"", "name = \"\"",
               "words.toml, line 3, family \"calm\", \"name\": it is empty; write it or take it out."}),
    name_of_case);

TEST(DeckRule, TellsWhereTheTomlIsBroken) {
  const auto loaded = load_sample(with(cards_toml, "depth = 2", "depth = "));
  ASSERT_EQ(loaded.problems.size(), 2u);
  EXPECT_EQ(loaded.problems[0].sentence().substr(0, 54), "open-up.toml, line 14: it cannot be read as TOML: Erro");
  EXPECT_EQ(loaded.problems[1].sentence(),
            "the decks: there is not one good card; a deck needs [[card]] and a practices.toml.");
}

TEST(DeckRule, RefusesAKeyWrittenTwice) {
  const auto loaded = load_sample(with(cards_toml, "depth = 2", "depth = 2\ndepth = 3"));
  EXPECT_NE(sentences(loaded.problems).find("line 15: it cannot be read as TOML"), std::string::npos)
      << sentences(loaded.problems);
}

TEST(DeckRule, RefusesAFileThatIsNotUtf8) {
  const auto loaded = load_sample(with(cards_toml, "smells", "sm\xE9lls"));
  EXPECT_EQ(loaded.problems.front().sentence(), "open-up.toml: it is not UTF-8; save the file as UTF-8.");
}

// toml++ 3.3 has undefined behaviour on these.
TEST(DeckRule, RefusesLettersBeyondAsciiOutsideOfQuotes) {
  const auto advice = ": there is a letter beyond ASCII outside of quotes; write it in \"quotes\".";
  for (const auto* line : {"étage = 2", "depth = é", "\u00A0depth = 2", "depth = 2 é", "depth = \u0383",
                           "kind = \"a\\\"b\" é", "x = 'a\\' é"}) {
    const auto loaded = load_sample(with(cards_toml, "depth = 2", line));
    EXPECT_EQ(loaded.problems.front().sentence(), "open-up.toml, line 14" + std::string(advice)) << line;
  }
}

TEST(DeckRule, TakesAnyLetterInQuotesAndComments) {
  for (const auto* line :
       {"depth = 2 # é", "depth = 2\nwhy = \"é \\\" é\"", "depth = 2\nwhy = 'é \\'", "depth = 2\nwhy = \"# é\""})
    EXPECT_EQ(sentences(load_sample(with(cards_toml, "depth = 2", line)).problems), "") << line;
}

TEST(DeckRule, RefusesTextsInThreeQuotes) {
  for (const auto* line : {"why = \"\"\"a\"\"\"", "why = '''a'''"})
    EXPECT_EQ(load_sample(with(cards_toml, "depth = 2", line)).problems.front().sentence(),
              "open-up.toml, line 14: a text in three quotes is not used here; write it on one line in \"quotes\".");
}

TEST(DeckRule, TakesAFileWithAByteOrderMarkAndWindowsLineEnds) {
  EXPECT_EQ(sentences(load_sample("\xEF\xBB\xBF" + std::string(cards_toml)).problems), "");
  std::string windows;
  for (const char c : cards_toml) windows += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(sentences(load_sample(windows).problems), "");
}

TEST(DeckRule, RefusesACardInAnotherPracticesFile) {
  const std::vector<DeckFile> files{{"fears.toml", std::string(cards_toml)},
                                    {"practices.toml", std::string(practices_toml)}};
  const auto loaded = load_catalogue(files);
  EXPECT_EQ(loaded.problems.front().sentence(),
            "fears.toml, line 1, card \"open-up.first-kitchen\", \"id\": a card of \"open-up\" belongs in "
            "open-up.toml; move it there.");
}

TEST(DeckRule, RefusesACardThatIsNoTable) {
  const auto loaded = load_sample("card = [1, 2]");
  EXPECT_EQ(loaded.problems.front().sentence(),
            "open-up.toml, line 1, \"card\": each must begin with [[card]] on a line of its own.");
}

TEST(DeckRule, RefusesWordsThatAreNotUtf8HoweverTheyCame) {
  Card card;
  card.prompt = "\xFF";
  const auto findings = check(card);
  const auto found = std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.key == "prompt"; });
  ASSERT_NE(found, findings.end());
  EXPECT_EQ(found->text, "it is not UTF-8; save the file as UTF-8.");
}

TEST(DeckRule, ComparesOnlyWordsThatAreNear) {
  EXPECT_EQ(nearest("dept", {"version", "depth"}), "depth");
  EXPECT_EQ(nearest("colour", {"version", "depth"}), "");
  EXPECT_EQ(nearest("", {"id"}), "");
  EXPECT_EQ(nearest(std::string(1000, 'a'), {"id"}), "");
}

}  // namespace
}  // namespace twinlamp::client

#include "client/content/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Words words_of(std::string_view toml, std::string_view language = "en") {
  std::vector<std::string> problems;
  auto words = Words::read(language, toml, problems);
  EXPECT_THAT(problems, IsEmpty());
  return words;
}

std::vector<std::string> problems_of(std::string_view toml) {
  std::vector<std::string> problems;
  Words::read("en", toml, problems);
  return problems;
}

// The {places} of a sentence, in order of their names.
std::set<std::string> places_in(const std::string& text) {
  std::set<std::string> out;
  for (auto open = text.find('{'); open != text.npos; open = text.find('{', open + 1))
    out.insert(text.substr(open, text.find('}', open) + 1 - open));
  return out;
}

std::set<std::string> places_of(const Words& words, const std::string& key) {
  std::set<std::string> out;
  for (const auto& [form, text] : words.forms(key)) out.merge(places_in(text));
  return out;
}

TEST(Words, SayASentenceByItsKey) {
  const auto words = words_of("plain = \"Hello.\"\n[lock]\nopen = \"Unlock\"\ndays = [\"Sun\", \"Mon\"]\n");
  EXPECT_EQ(words.say("plain"), "Hello.");
  EXPECT_EQ(words.say("lock.open"), "Unlock");
  EXPECT_EQ(words.nth("lock.days", 1), "Mon");
}

TEST(Words, FillPlacesWithWhatIsGivenAndReadNothingInIt) {
  const auto words = words_of("both = \"{b} and {a}, {a}!\"\nbare = \"{a} {unknown} {open\"\n");
  EXPECT_EQ(words.say("both", {{"a", "Noor"}, {"b", 3}}), "3 and Noor, Noor!");
  EXPECT_EQ(words.say("both", {{"a", "{b}"}, {"b", "{a}"}}), "{a} and {b}, {b}!");
  EXPECT_EQ(words.say("bare", {{"a", "x"}}), "x {unknown} {open");
}

TEST(Words, ChooseThePluralByTheCount) {
  const auto words = words_of("n = { one = \"{count} evening\", other = \"{count} evenings\" }\n");
  EXPECT_EQ(words.say("n", {{"count", 1}}), "1 evening");
  EXPECT_EQ(words.say("n", {{"count", 0}}), "0 evenings");
  EXPECT_EQ(words.say("n", {{"count", std::size_t(37)}}), "37 evenings");
  const auto spanish = words_of("n = { one = \"{count} noche\", many = \"{count} de noches\", other = \"{count} noches\" }\n", "es");
  EXPECT_EQ(spanish.say("n", {{"count", 1}}), "1 noche");
  EXPECT_EQ(spanish.say("n", {{"count", 1'000'000}}), "1000000 de noches");
  EXPECT_EQ(spanish.say("n", {{"count", 5}}), "5 noches");
}

TEST(Words, SayInEnglishWhatALanguageLacks) {
  const auto words = words_of("[language]\nname = \"Otro\"\n", "es");
  EXPECT_EQ(words.say("language.name"), "Otro");
  EXPECT_EQ(words.nth("date.weekdays", 1), "Mon");
}

TEST(Words, TranslateWhatALowerLayerSaidInEnglish) {
  const auto words = words_of("[suggestion]\nfresh = \"Una nueva.\"\n", "es");
  EXPECT_EQ(words.translated(Words().say("suggestion.fresh")), "Una nueva.");
  EXPECT_EQ(words.translated("A sentence that nobody knows."), "A sentence that nobody knows.");
  EXPECT_EQ(Words().translated("A sentence that nobody knows."), "A sentence that nobody knows.");
}

TEST(Words, FindWhatALowerLayerPutIntoAFault) {
  const auto words = Words::built_in("es");
  EXPECT_EQ(words.translated("The folder /tmp/x {y} cannot be written."), "No se puede escribir en la carpeta /tmp/x {y}.");
  EXPECT_EQ(words.translated("Twinlamp is already open on the profile \"noor\" (/a (b)). Use that one, close it, or choose another with --profile."),
            words.say("fault.already_open", {{"profile", "noor"}, {"folder", "/a (b)"}}));
  EXPECT_EQ(words.translated("The folder /tmp/x cannot be read."), "The folder /tmp/x cannot be read.");
  EXPECT_EQ(words.translated("That passphrase does not open this profile."), words.say("fault.wrong_passphrase"));
}

TEST(Words, KeepTheReactionsThatTravel) {
  // What an older Twinlamp has sent is looked up by these.
  const Words english;
  EXPECT_EQ(english.nth("reactions", 0), "Thank you for telling me");
  EXPECT_EQ(english.nth("reactions", 1), "I did not know that");
  EXPECT_EQ(english.nth("reactions", 2), "I feel this too");
  EXPECT_EQ(english.nth("reactions", 3), "That made me smile");
  EXPECT_EQ(english.nth("reactions", 4), "I am with you");
}

TEST(Words, TellWhatIsWrongInAFileAndKeepTheRest) {
  EXPECT_THAT(problems_of("a = 1\n"), ElementsAre("a: it is no text; write it in \"quotes\"."));
  EXPECT_THAT(problems_of("a = \"\"\n"), ElementsAre("a: it is empty."));
  EXPECT_THAT(problems_of("n = { one = \"x\" }\n"), ElementsAre("n: a plural needs `other`, and no keys beside `one`, `many` and `other`."));
  EXPECT_EQ(problems_of("a = \"x\"\na =\n").size(), 1u);
  EXPECT_EQ(problems_of("a = \xFF\n").size(), 1u);
  std::vector<std::string> problems;
  EXPECT_EQ(Words::read("en", "a = 1\nb = \"kept\"\n", problems).say("b"), "kept");
}

TEST(Words, AreEnglishForALanguageThatIsNotThere) {
  EXPECT_EQ(Words::built_in("tlh").language(), "en");
  EXPECT_EQ(Words::built_in("es").language(), "es");
  EXPECT_EQ(Words().language(), "en");
}

TEST(Words, FollowTheEnvironment) {
  EXPECT_EQ(language_of_locale("es_MX.UTF-8"), "es");
  EXPECT_EQ(language_of_locale("es"), "es");
  EXPECT_EQ(language_of_locale("es_ES@euro"), "es");
  for (const auto* other : {"C", "POSIX", "C.UTF-8", "en_GB.UTF-8", "tlh_XX", "", "estonian"}) EXPECT_EQ(language_of_locale(other), "en") << other;
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) ::unsetenv(name);
  EXPECT_EQ(language_of_environment(), "en");
  ::setenv("LANG", "es_AR.UTF-8", 1);
  EXPECT_EQ(language_of_environment(), "es");
  ::setenv("LC_MESSAGES", "en_GB.UTF-8", 1);
  EXPECT_EQ(language_of_environment(), "en");
  ::setenv("LC_ALL", "es_ES.UTF-8", 1);
  EXPECT_EQ(language_of_environment(), "es");
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) ::unsetenv(name);
}

// What is said of every language that is compiled in.
class EveryLanguage : public testing::TestWithParam<std::string> {
protected:
  const Words english_;
  const Words words_ = Words::built_in(GetParam());
};

TEST_P(EveryLanguage, HasNoFaultInItsFile) {
  EXPECT_EQ(words_.language(), GetParam());
  for (const auto& key : words_.keys())
    for (const auto& [form, text] : words_.forms(key)) {
      EXPECT_TRUE(is_utf8(text) && !has_controls(text)) << key;
      EXPECT_EQ(std::count(text.begin(), text.end(), '{'), std::count(text.begin(), text.end(), '}')) << key;
    }
}

TEST_P(EveryLanguage, SaysTheSameKeysAsEnglish) {
  EXPECT_EQ(words_.keys(), english_.keys());
}

TEST_P(EveryLanguage, HasTheSamePlacesInEachSentence) {
  for (const auto& key : english_.keys()) EXPECT_EQ(places_of(words_, key), places_of(english_, key)) << key;
}

TEST_P(EveryLanguage, HasEveryFormOfAPlural) {
  for (const auto& key : english_.keys()) {
    std::vector<std::string> names, original;
    for (const auto& [form, text] : words_.forms(key)) names.push_back(form);
    for (const auto& [form, text] : english_.forms(key)) original.push_back(form);
    if (original == std::vector<std::string>{""})
      EXPECT_THAT(names, ElementsAre("")) << key;
    else if (GetParam() == "es")
      EXPECT_THAT(names, ElementsAre("one", "many", "other")) << key;
    else
      EXPECT_THAT(names, ElementsAre("one", "other")) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(BuiltIn, EveryLanguage, testing::ValuesIn(built_in_word_languages()), [](const auto& language) {
  auto name = language.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace twinlamp::client

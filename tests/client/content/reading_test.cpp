#include "client/content/reading.h"

#include <gtest/gtest.h>

namespace twinlamp::client {
namespace {

using Words = std::vector<std::string>;

std::size_t syllables(std::string_view word, std::string_view language) { return measure(word, language).syllables; }

TEST(Reading, FindsTheWordsAsTheyAreSpoken) {
  EXPECT_EQ(spoken_words("It's late. “Really?” she-said, 10 times"), (Words{"it's", "late", "really", "she", "said", "10", "times"}));
  EXPECT_EQ(spoken_words("¿Qué hay AHÍ, Ñandú…?"), (Words{"qué", "hay", "ahí", "ñandú"}));
  EXPECT_EQ(spoken_words("that’s 'quoted'"), (Words{"that's", "quoted"}));
  EXPECT_EQ(spoken_words(""), Words{});
  EXPECT_EQ(spoken_words(" … — ¿? "), Words{});
}

TEST(Reading, CountsEnglishSyllables) {
  for (const auto& [word, count] : std::vector<std::pair<std::string, std::size_t>>{
           {"train", 1}, {"window", 2}, {"kitchen", 2}, {"remember", 3}, {"smile", 1}, {"table", 2}, {"asked", 1}, {"wanted", 2}, {"the", 1}, {"rhythm", 1}})
    EXPECT_EQ(syllables(word, "en"), count) << word;
}

TEST(Reading, CountsSpanishSyllables) {
  for (const auto& [word, count] : std::vector<std::pair<std::string, std::size_t>>{
           {"tren", 1}, {"ventana", 3}, {"cocina", 3}, {"recuerdas", 3}, {"día", 2}, {"aire", 2}, {"poeta", 3}, {"guitarra", 3}, {"querer", 2}, {"pingüino", 3}, {"país", 2}, {"ahí", 2}})
    EXPECT_EQ(syllables(word, "es"), count) << word;
}

TEST(Reading, CountsASentenceByItsEnd) {
  EXPECT_EQ(measure("What is it? Tell me… now!", "en").sentences, 3u);
  EXPECT_EQ(measure("No end at all", "en").sentences, 1u);
  EXPECT_EQ(measure("Really?!", "en").sentences, 1u);
}

TEST(Reading, FindsPlainWordsEasierThanHeavyOnes) {
  for (const auto& [language, plain, heavy] : std::vector<std::array<std::string, 3>>{
           {"en", "What is on the table, and who is talking?", "Characterise the predominant interpersonal considerations determining communication."},
           {"es", "¿Qué hay en la mesa y quién está hablando?", "Caracteriza las consideraciones interpersonales predominantes que determinan la comunicación."}}) {
    const auto easy = reading_ease(measure(plain, language), language), hard = reading_ease(measure(heavy, language), language);
    ASSERT_TRUE(easy && hard) << language;
    EXPECT_GT(*easy, 75) << language;
    EXPECT_LT(*hard, 30) << language;
  }
}

TEST(Reading, SaysNothingOfALanguageItDoesNotKnowNorOfNoWords) {
  EXPECT_FALSE(reading_ease(measure("Was liegt auf dem Tisch?", "de"), "de"));
  EXPECT_FALSE(reading_ease(measure(" … ", "en"), "en"));
}

}  // namespace
}  // namespace twinlamp::client

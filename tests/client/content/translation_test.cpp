#include <gtest/gtest.h>

#include "tests/client/content/sample_deck.h"

namespace twinlamp::client {
namespace {

using test::cards_toml;
using test::load_sample;
using test::practices_toml;
using test::with;
using test::words_toml;

std::string compare(std::string cards, std::string practices = std::string(practices_toml),
                    std::string words = std::string(words_toml)) {
  const auto original = load_sample();
  const auto translation = load_sample(std::move(cards), std::move(practices), std::move(words));
  EXPECT_EQ(test::sentences(translation.problems), "");
  return test::sentences(compare_translation(original.catalogue, translation.catalogue));
}

TEST(Translation, IsGoodWhenOnlyWordsDiffer) {
  const auto cards = with(with(cards_toml, "How easy is it?", "¿Es fácil?"), "\"say it\", \"swallow it\"",
                          "\"decirlo\", \"callarlo\"");
  const auto words = with(words_toml, "\"at ease\"", "{ id = \"at-ease\", word = \"a gusto\" }");
  EXPECT_EQ(compare(cards, with(practices_toml, "The past", "El pasado"), words), "");
}

TEST(Translation, MustKeepTheFactsOfACard) {
  const auto told = [](const char* key) {
    return "the translation, card \"open-up.anger\", \"" + std::string(key) +
           "\": it differs from the original; make it the same.\n";
  };
  EXPECT_EQ(compare(with(cards_toml, "version = 2", "version = 3")), told("version"));
  EXPECT_EQ(compare(with(cards_toml, "depth = 2", "depth = 1")), told("depth"));
  EXPECT_EQ(compare(with(cards_toml, "about_now = true\n", "")), told("about_now"));
  EXPECT_EQ(compare(with(cards_toml, "\"swallow it\"]", "\"swallow it\", \"both\"]")), told("options"));
  EXPECT_EQ(compare(with(cards_toml, "depth = 2", "depth = 2\narea = \"past\"")), told("area"));
  EXPECT_EQ(compare(with(cards_toml, "depth = 2", "depth = 2\nreceive = \"say-back\"")), told("receive"));
}

TEST(Translation, MustKeepTheKindAndTheSteps) {
  EXPECT_EQ(compare(with(cards_toml, "steps = 7", "steps = 5")),
            "the translation, card \"open-up.ease\", \"scale\": it differs from the original; make it the same.\n");
  EXPECT_EQ(compare(with(cards_toml, "kind = \"feeling\"", "kind = \"text\"")),
            "the translation, card \"open-up.now\", \"kind\": it differs from the original; make it the same.\n");
}

TEST(Translation, MustHaveEveryCardAndNoOther) {
  EXPECT_EQ(compare(with(cards_toml, "open-up.anger", "open-up.rage")),
            "the translation, card \"open-up.anger\": it is not translated; add it with the same id.\n"
            "the translation, card \"open-up.rage\": the original has no such card; check the id.\n");
}

TEST(Translation, MustKeepTheIdsOfFeelings) {
  EXPECT_EQ(
      compare(std::string(cards_toml), std::string(practices_toml), with(words_toml, "\"at ease\"", "\"tranquila\"")),
      "the translation, family \"calm\", \"words\": it differs from the original; make it the same.\n");
  EXPECT_EQ(compare(std::string(cards_toml), std::string(practices_toml),
                    with(words_toml, "id = \"calm\"", "id = \"calma\"")),
            "the translation, family \"calm\": it is not translated; add it with the same id.\n");
}

TEST(Translation, MustHaveEveryAreaAndPractice) {
  const auto areas = std::string(practices_toml) + "\n[[area]]\nid = \"future\"\nname = \"The future\"\n";
  const auto original = load_sample(std::string(cards_toml), areas);
  EXPECT_EQ(test::sentences(compare_translation(original.catalogue, load_sample().catalogue)),
            "the translation, area \"future\": it is not translated; add it with the same id.\n");
  EXPECT_EQ(compare(std::string(cards_toml), with(practices_toml, "number = 2", "number = 3")),
            "the translation, practice \"open-up\": it is not translated; add it with the same number.\n");
}

}  // namespace
}  // namespace twinlamp::client

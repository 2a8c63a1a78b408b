// The program that people run after adding a card.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>

#include "tests/client/content/sample_deck.h"
#include "tests/client/content/temp_folder.h"
#include "tests/support/paths.h"

namespace twinlamp::client {
namespace {

struct Outcome {
  int code = -1;
  std::string output;
};

Outcome run_tool(const std::string& arguments) {
  Outcome out;
  auto* pipe = popen((std::string(TWINLAMP_CARDS_TOOL) + " " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> part;
  while (const auto size = fread(part.data(), 1, part.size(), pipe)) out.output.append(part.data(), size);
  const auto status = pclose(pipe);
  out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

void write_sample(const test::TempFolder& folder, std::string_view cards) {
  folder.write("open-up.toml", cards);
  folder.write("practices.toml", test::practices_toml);
  folder.write("words.toml", test::words_toml);
}

TEST(CardsTool, PassesTheShippedDecks) {
  const auto outcome = run_tool(twinlamp::test::source_path("client/content/decks/en"));
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.output.find("Problems: 0."), std::string::npos) << outcome.output;
}

TEST(CardsTool, PrintsEachProblemAndFails) {
  const test::TempFolder folder;
  write_sample(folder, test::with(test::cards_toml, "depth = 2", "depth = 9"));
  const auto outcome = run_tool(folder.path().string());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.output,
            "open-up.toml, line 14, card \"open-up.anger\", \"depth\": it must be a whole number from 1 to 5.\n"
            "Good cards: 3. Practices: 1. Feeling words: 2. Problems: 1.\n");
}

TEST(CardsTool, ComparesATranslation) {
  const test::TempFolder original, translation;
  write_sample(original, test::cards_toml);
  write_sample(translation, test::with(test::cards_toml, "depth = 2", "depth = 1"));
  const auto outcome = run_tool(translation.path().string() + " " + original.path().string());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.output.find("it differs from the original"), std::string::npos) << outcome.output;
}

TEST(CardsTool, ReportsWhatThereIs) {
  const auto outcome = run_tool("--report " + twinlamp::test::source_path("client/content/decks/es"));
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("reading ease"), std::string::npos) << outcome.output;
}

TEST(CardsTool, FailsOverWhatOnlyShowsInTheWholeDeck) {
  const test::TempFolder folder;
  write_sample(folder, test::with(test::cards_toml, "What did you learn to do with anger?", "Take me into the first kitchen you knew."));
  const auto outcome = run_tool(folder.path().string());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.output.find("it is nearly the prompt of"), std::string::npos) << outcome.output;
}

TEST(CardsTool, ShowsSoManyCardsAtRandom) {
  const auto first = run_tool("--sample 20"), second = run_tool("--sample 20"), spanish = run_tool("--sample 5 es");
  EXPECT_EQ(first.code, 0);
  EXPECT_NE(first.output.find("\n20 of "), std::string::npos) << first.output;
  EXPECT_NE(first.output, second.output);
  EXPECT_NE(spanish.output.find("\n5 of "), std::string::npos) << spanish.output;
}

TEST(CardsTool, RefusesASampleItCannotDraw) {
  for (const auto* arguments : {"--sample many", "--sample 20 xx", "--sample", "--sample -1"}) EXPECT_EQ(run_tool(arguments).code, 2) << arguments;
}

TEST(CardsTool, SaysHowItIsUsed) {
  for (const auto* arguments : {"", "--help", "a b c"}) {
    const auto outcome = run_tool(arguments);
    EXPECT_EQ(outcome.code, 2) << arguments;
    EXPECT_NE(outcome.output.find("twinlamp-cards FOLDER"), std::string::npos);
  }
}

}  // namespace
}  // namespace twinlamp::client

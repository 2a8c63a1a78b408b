#include "client/content/deck_files.h"

#include <gtest/gtest.h>

#include "tests/client/content/sample_deck.h"
#include "tests/client/content/temp_folder.h"

namespace twinlamp::client {
namespace {

using test::TempFolder;

TEST(DeckFolder, ReadsItsTomlFilesInOrderAndNothingElse) {
  const TempFolder folder;
  folder.write("b.toml", "b");
  folder.write("a.toml", "a");
  folder.write("notes.txt", "no");
  const auto read = read_deck_folder(folder.path());
  ASSERT_EQ(read.files.size(), 2u);
  EXPECT_EQ(read.files[0].name, "a.toml");
  EXPECT_EQ(read.files[1].text, "b");
  EXPECT_TRUE(read.problems.empty());
}

TEST(DeckFolder, TellsWhenItIsNotThere) {
  const TempFolder folder;
  const auto read = read_deck_folder(folder.path() / "none");
  ASSERT_EQ(read.problems.size(), 1u);
  EXPECT_EQ(read.problems[0].sentence(),
            (folder.path() / "none").string() + ": it cannot be read as a folder; check the name and its permissions.");
}

TEST(DeckFolder, TellsWhatCannotBeReadAndReadsTheRest) {
  const TempFolder folder;
  std::filesystem::create_directory(folder.path() / "a.toml");
  folder.write("b.toml", "b");
  const auto read = read_deck_folder(folder.path());
  EXPECT_EQ(read.files.size(), 1u);
  ASSERT_EQ(read.problems.size(), 1u);
  EXPECT_EQ(read.problems[0].sentence(), "a.toml: it cannot be read; check that it is a file and may be read.");
}

TEST(DeckFolder, RefusesAFileThatIsTooLarge) {
  const TempFolder folder;
  folder.write("fits.toml", std::string(card_limits::file_bytes, '#'));
  folder.write("large.toml", std::string(card_limits::file_bytes + 1, '#'));
  const auto read = read_deck_folder(folder.path());
  EXPECT_EQ(read.files.size(), 1u);
  ASSERT_EQ(read.problems.size(), 1u);
  EXPECT_EQ(read.problems[0].sentence(), "large.toml: it is larger than 256 KiB; split it.");
}

TEST(DeckFolder, ReadsNoMoreThanSixtyFourFiles) {
  const TempFolder folder;
  for (int i = 0; i < 65; ++i) folder.write(std::to_string(i) + ".toml", "");
  const auto read = read_deck_folder(folder.path());
  EXPECT_EQ(read.files.size(), 64u);
  ASSERT_EQ(read.problems.size(), 1u);
  EXPECT_EQ(read.problems[0].text, "it has more than 64 .toml files; only the first 64 are read.");
}

TEST(OpenCatalogue, TakesTheCompiledInCardsWhereNoFolderIsNamed) {
  const auto opened = open_catalogue({}, "en");
  EXPECT_TRUE(opened.problems.empty());
  EXPECT_NE(opened.catalogue.find("open-up.first-kitchen"), nullptr);
}

TEST(OpenCatalogue, TakesTheFoldersCardsWhereThereAreSome) {
  const TempFolder folder;
  folder.write("open-up.toml", test::cards_toml);
  folder.write("practices.toml", test::practices_toml);
  const auto opened = open_catalogue(folder.path(), "en");
  EXPECT_EQ(opened.catalogue.cards().size(), 4u);
}

TEST(OpenCatalogue, FallsBackToTheCompiledInCardsAndSaysWhy) {
  const TempFolder folder;
  const auto opened = open_catalogue(folder.path() / "none", "en");
  EXPECT_EQ(opened.catalogue.cards().size(), Catalogue::built_in().cards().size());
  EXPECT_FALSE(opened.problems.empty());
}

TEST(BuiltInCatalogue, SpeaksEnglishWhereALanguageIsNotThere) {
  EXPECT_FALSE(Catalogue::built_in("tlh").cards().empty());
  EXPECT_TRUE(built_in_decks("tlh").empty());
}

}  // namespace
}  // namespace twinlamp::client

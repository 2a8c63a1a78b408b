// Nothing that a person wrote is on the disk in any common spelling, while a planted canary is found.
#include <gtest/gtest.h>

#include <fstream>

#include "client/store/sqlite_storage.h"
#include "tests/client/store/rows.h"
#include "tests/support/spellings.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

TEST(Privacy, NoRowIsReadableOnTheDisk) {
  twinlamp::test::TempFolder folder;
  SeededRandom random(21);
  const std::string words = "Only you know that I was afraid of the dark.", state = "ratchet-state-0123456789";
  const auto key = random.secret<32>();
  auto storage = *SqliteStorage::open(folder / "db", key, random);
  auto transaction = of_entry(entry(0, 1, 1, words));
  transaction.outbox_added = {row(1, words)};
  transaction.values["draft/1"] = to_secret(bytes_of(words));
  transaction.values["session"] = to_secret(bytes_of(state));
  ASSERT_TRUE(storage->commit(transaction));
  EXPECT_EQ(twinlamp::test::count_spellings(folder.path(), words), 0u);
  EXPECT_EQ(twinlamp::test::count_spellings(folder.path(), state), 0u);
  EXPECT_EQ(twinlamp::test::count_spellings(folder.path(), key.view()), 0u);
  storage.reset();
  EXPECT_EQ(twinlamp::test::count_spellings(folder.path(), words), 0u);
}

TEST(Privacy, TheSearchFindsItsCanaryInEverySpelling) {
  const std::string canary = "The canary sings at dawn.";
  for (const auto& spelling : twinlamp::test::spellings_of(bytes_of(canary))) {
    twinlamp::test::TempFolder folder;
    std::ofstream(folder / "file", std::ios::binary) << "before" << spelling << "after";
    EXPECT_EQ(twinlamp::test::count_spellings(folder.path(), canary), 1u);
  }
}

}  // namespace
}  // namespace twinlamp::client::test

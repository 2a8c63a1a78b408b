// A disk that takes no more.
#include <gtest/gtest.h>

#include "client/store/keyring.h"
#include "client/store/sqlite_storage.h"
#include "tests/client/store/rows.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

using twinlamp::test::FullDisk;

TEST(DiskFull, RefusesACommitChangesNothingAndTakesItWhenThereIsRoom) {
  twinlamp::test::TempFolder folder;
  SeededRandom random(3);
  const auto key = random.secret<32>();
  auto storage = *SqliteStorage::open(folder / "db", key, random);
  ASSERT_TRUE(storage->commit(of_value("before", "here")));
  auto large = of_entry(entry(0, 1, 1, std::string(200'000, 'w')));
  large.values["session"] = to_secret(bytes_of("state"));
  {
    FullDisk full(100'000);
    const auto refused = storage->commit(large);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(words_of(*storage, 0, 1), "(none)");
    EXPECT_EQ(value_of(*storage, "session"), "(none)");
    EXPECT_EQ(value_of(*storage, "before"), "here");
    EXPECT_FALSE(storage->commit(large));
  }
  ASSERT_TRUE(storage->commit(large));
  storage.reset();
  storage = *SqliteStorage::open(folder / "db", key, random);
  EXPECT_EQ(words_of(*storage, 0, 1).size(), 200'000u);
  EXPECT_EQ(value_of(*storage, "session"), "state");
}

TEST(DiskFull, LeavesTheOldKeyFileWhole) {
  twinlamp::test::TempFolder folder;
  SeededRandom random(4);
  Keyring keyring(folder / "key", random, PassphraseCost::least());
  const auto key = random.secret<32>();
  ASSERT_TRUE(keyring.store(key, "one"));
  {
    FullDisk full(10);
    EXPECT_EQ(keyring.store(key, "two").error().code, ErrorCode::unavailable);
  }
  EXPECT_TRUE(keyring.unlock("one"));
  EXPECT_FALSE(keyring.unlock("two"));
}

}  // namespace
}  // namespace twinlamp::client::test

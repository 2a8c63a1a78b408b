#include "client/store/sqlite_storage.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/client/store/rows.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

class SqliteStorageTest : public testing::Test {
protected:
  Result<std::unique_ptr<SqliteStorage>> open() { return SqliteStorage::open(file_, key_, random_); }
  std::unique_ptr<SqliteStorage> opened() { return *open(); }
  ErrorCode refusal() {
    auto storage = open();
    EXPECT_FALSE(storage);
    return storage ? ErrorCode::cancelled : storage.error().code;
  }
  // What somebody with the file and SQLite can do.
  void tamper(const std::string& sql) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &raw), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    sqlite3_close(raw);
  }

  twinlamp::test::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "twinlamp.db";
  SeededRandom random_{7};
  Key key_ = random_.secret<32>();
};

TEST_F(SqliteStorageTest, IsAllThereWhenOpenedAgain) {
  {
    auto storage = opened();
    auto transaction = of_entry(entry(1, 1, 1, "kept"));
    transaction.outbox_added = {row(4)};
    transaction.values["session"] = to_secret(bytes_of("state"));
    ASSERT_TRUE(storage->commit(transaction));
  }
  auto storage = opened();
  EXPECT_EQ(words_of(*storage, 1, 1), "kept");
  EXPECT_EQ(storage->outbox()->front().order, 4u);
  EXPECT_EQ(value_of(*storage, "session"), "state");
}

TEST_F(SqliteStorageTest, NamesValuesByTheirBeginning) {
  auto storage = opened();
  for (const auto* name : {"draft/b", "draft/a", "drift", "other"}) ASSERT_TRUE(storage->commit(of_value(name, "x")));
  EXPECT_EQ(*storage->names("draft/"), (std::vector<std::string>{"draft/a", "draft/b"}));
}

TEST_F(SqliteStorageTest, IsReadableByItsOwnerOnly) {
  auto storage = opened();
  ASSERT_TRUE(storage->commit(of_value("a", "b")));
  for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
    struct stat facts {};
    ASSERT_EQ(::stat(file.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u) << file.path();
  }
}

TEST_F(SqliteStorageTest, SyncsEachCommitAndOverwritesWhatIsDeleted) {
  auto storage = opened();
  EXPECT_EQ(storage->setting("synchronous"), 2u);
  EXPECT_EQ(storage->setting("secure_delete"), 1u);
}

TEST_F(SqliteStorageTest, TakesAwayWhatOthersMightRead) {
  { auto storage = opened(); }
  std::filesystem::permissions(file_, std::filesystem::perms(0644));
  auto storage = opened();
  EXPECT_EQ(std::filesystem::status(file_).permissions(), std::filesystem::perms(0600));
}

TEST_F(SqliteStorageTest, DetectsSwappedValues) {
  {
    auto storage = opened();
    ASSERT_TRUE(storage->commit(of_value("one", "1")));
    ASSERT_TRUE(storage->commit(of_value("two", "2")));
  }
  tamper("UPDATE vals SET sealed = (SELECT sealed FROM vals WHERE name = 'two') WHERE name = 'one'");
  EXPECT_EQ(opened()->value("one").error().code, ErrorCode::corrupt);
}

TEST_F(SqliteStorageTest, DetectsSwappedEntries) {
  {
    auto storage = opened();
    ASSERT_TRUE(storage->commit(of_entry(entry(0, 1, 1, "first"))));
    ASSERT_TRUE(storage->commit(of_entry(entry(0, 2, 2, "second"))));
  }
  tamper("UPDATE entries SET sealed = (SELECT sealed FROM entries WHERE seq = 2) WHERE seq = 1");
  auto storage = opened();
  EXPECT_EQ(storage->entry(0, 1).error().code, ErrorCode::corrupt);
  EXPECT_EQ(storage->for_each_entry(0, [](const StoredEntry&) { return true; }).error().code, ErrorCode::corrupt);
}

TEST_F(SqliteStorageTest, DetectsAnEntryThatWasMoved) {
  for (const auto* change : {"author = 1", "seq = 9", "lamport = 9"}) {
    SCOPED_TRACE(change);
    std::filesystem::remove(file_);
    {
      auto storage = opened();
      ASSERT_TRUE(storage->commit(of_entry(entry(0, 1, 1))));
    }
    tamper(std::string("UPDATE entries SET ") + change);
    EXPECT_EQ(opened()->for_each_entry(0, [](const StoredEntry&) { return true; }).error().code, ErrorCode::corrupt);
  }
}

TEST_F(SqliteStorageTest, DetectsAnOutboxRowThatWasMoved) {
  {
    auto storage = opened();
    Transaction transaction;
    transaction.outbox_added = {row(1)};
    ASSERT_TRUE(storage->commit(transaction));
  }
  tamper("UPDATE outbox SET place = 2");
  EXPECT_EQ(opened()->outbox().error().code, ErrorCode::corrupt);
}

TEST_F(SqliteStorageTest, RefusesAnotherProfilesKey) {
  opened();
  key_ = random_.secret<32>();
  EXPECT_EQ(refusal(), ErrorCode::corrupt);
}

TEST_F(SqliteStorageTest, RefusesADatabaseOfANewerVersionAndLeavesItAsItIs) {
  opened();
  tamper("PRAGMA user_version = 2");
  auto storage = open();
  ASSERT_FALSE(storage);
  EXPECT_EQ(storage.error().code, ErrorCode::refused);
  EXPECT_NE(std::string(storage.error().where).find("newer Twinlamp"), std::string::npos);
  tamper("PRAGMA user_version = 1");
  EXPECT_TRUE(open());
}

TEST_F(SqliteStorageTest, RefusesAForeignDatabase) {
  tamper("CREATE TABLE shopping (item TEXT)");
  EXPECT_EQ(refusal(), ErrorCode::corrupt);
}

TEST_F(SqliteStorageTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(file_) << std::string(4096, 'x');
  EXPECT_EQ(refusal(), ErrorCode::corrupt);
}

TEST_F(SqliteStorageTest, RefusesADatabaseThatLacksATable) {
  opened();
  tamper("DROP TABLE vals");
  EXPECT_EQ(refusal(), ErrorCode::corrupt);
}

TEST_F(SqliteStorageTest, RefusesAFolderThatIsNotThere) {
  file_ = folder_ / "nowhere" / "twinlamp.db";
  EXPECT_EQ(refusal(), ErrorCode::unavailable);
}

TEST_F(SqliteStorageTest, ChangesNothingWhenOneRowOfATransactionFails) {
  auto storage = opened();
  auto transaction = of_entry(entry(0, 1, 1));
  transaction.values["session"] = to_secret(bytes_of("state"));
  transaction.outbox_added = {row(1), row(1)};
  EXPECT_FALSE(storage->commit(transaction));
  EXPECT_EQ(words_of(*storage, 0, 1), "(none)");
  EXPECT_EQ(value_of(*storage, "session"), "(none)");
  transaction.outbox_added = {row(1)};
  EXPECT_TRUE(storage->commit(transaction));
}

}  // namespace
}  // namespace twinlamp::client::test

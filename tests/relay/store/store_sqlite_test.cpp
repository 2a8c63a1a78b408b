#include "relay/store_sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "tests/relay/store/harness.h"
#include "tests/support/count_syncs.h"

namespace twinlamp::test {
namespace {

using store::Status;
using testing::HasSubstr;

class SqliteStoreTest : public testing::Test {
protected:
  TemporaryFolder folder;
  std::unique_ptr<relay::SqliteStore> engine;
  store::RequestId last_id = 0;

  std::filesystem::path file() const { return folder.path() / "relay.sqlite3"; }
  void open(std::uint32_t max_pages = 0) {
    engine.reset();
    engine = std::make_unique<relay::SqliteStore>(relay::SqliteOptions{folder.path(), max_pages});
  }
  store::Result ask(store::Operation operation) {
    return std::move(engine->apply({{++last_id, room_number(1), std::move(operation)}}).at(0));
  }
  static store::Append append(std::uint32_t client, std::size_t size = 1000) {
    return {0, client_number(client), std::make_shared<const Bytes>(size, std::uint8_t{0x55}), day(0), 0, 0, 0};
  }
  std::size_t waiting() {
    return std::get<store::Entries>(ask(store::Read{0, 0, 100'000, 1 << 30}).reply).entries.size();
  }
  std::string refusal() {
    try {
      open();
    } catch (const relay::StoreError& error) {
      return error.what();
    }
    return "it was opened";
  }
  std::int64_t query(const char* text) {
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_prepare_v2(database, text, -1, &statement, nullptr), SQLITE_OK);
    sqlite3_step(statement);
    const auto value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return value;
  }
  // Fills the store until it refuses; returns how many were taken.
  std::uint32_t fill(std::uint32_t first_client) {
    std::uint32_t client = first_client;
    while (ask(append(client)).status == Status::ok) ++client;
    return client - first_client;
  }
};

// A child appends in groups and tells its parent of each one that was answered; the parent kills it in the middle.
[[noreturn]] void append_until_killed(const std::filesystem::path& folder, int told) {
  relay::SqliteStore engine({folder, 0});
  engine.apply({{1, room_number(1), store::OpenRoom{true, 0, day(0)}}});
  std::uint32_t client = 0;
  while (true) {
    std::vector<store::Request> group;
    for (int i = 0; i < 7; ++i, ++client) {
      group.push_back({client, room_number(1), store::Append{0, client_number(client), body_of(std::to_string(client)), day(0), 0, 0, 0}});
    }
    for (const auto& result : engine.apply(group)) {
      const auto number = static_cast<std::uint32_t>(result.id);
      if (result.status == Status::ok && ::write(told, &number, sizeof number) != sizeof number) ::_exit(1);
    }
  }
}

std::vector<std::uint32_t> run_and_kill(const std::filesystem::path& folder, std::size_t after) {
  int pipe_ends[2];
  EXPECT_EQ(::pipe(pipe_ends), 0);
  const auto child = ::fork();
  if (child == 0) append_until_killed(folder, pipe_ends[1]);
  ::close(pipe_ends[1]);
  std::vector<std::uint32_t> told;
  std::uint32_t number = 0;
  while (::read(pipe_ends[0], &number, sizeof number) == sizeof number) {
    told.push_back(number);
    if (told.size() == after) ::kill(child, SIGKILL);
  }
  ::close(pipe_ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  return told;
}

// An OK that a power cut takes back is none.
TEST_F(SqliteStoreTest, SyncsBeforeEachAnswerAndOnceForAGroup) {
  open();
  ASSERT_EQ(ask(store::OpenRoom{true, 0, day(0)}).status, Status::ok);
  for (std::uint32_t client = 1; client <= 3; ++client) {
    const auto before = syncs_so_far();
    ASSERT_EQ(ask(append(client)).status, Status::ok);
    EXPECT_GT(syncs_so_far(), before);
  }
  std::vector<store::Request> group;
  for (std::uint32_t client = 10; client < 60; ++client) group.push_back({++last_id, room_number(1), append(client)});
  const auto before = syncs_so_far();
  for (const auto& result : engine->apply(group)) EXPECT_EQ(result.status, Status::ok);
  EXPECT_EQ(syncs_so_far(), before + 1);
}

TEST_F(SqliteStoreTest, HasEveryAppendThatWasAnsweredAfterKillNine) {
  for (std::size_t round = 0; round < 12; ++round) {
    SCOPED_TRACE(testing::Message() << "killed after " << 5 + 13 * round);
    TemporaryFolder home;
    const auto told = run_and_kill(home.path(), 5 + 13 * round);
    ASSERT_GE(told.size(), 5 + 13 * round);
    relay::SqliteStore reopened({home.path(), 0});
    const auto results = reopened.apply({{1, room_number(1), store::Read{0, 0, 100'000, 1 << 30}}});
    std::vector<std::string> bodies;
    for (const auto& entry : std::get<store::Entries>(results.at(0).reply).entries) bodies.push_back(to_string(*entry.body));
    for (std::size_t i = 0; i < told.size(); ++i) ASSERT_EQ(bodies.at(i), std::to_string(told[i]));
    // Sent again by a sender who heard nothing: every one keeps its number, none is there twice.
    for (const auto number : told) {
      const auto again = reopened.apply({{1, room_number(1), store::Append{0, client_number(number), body_of("again"), day(0), 0, 0, 0}}});
      ASSERT_TRUE(std::get<store::Appended>(again.at(0).reply).repeated);
    }
  }
}

TEST_F(SqliteStoreTest, RefusesPolitelyWhenTheDiskIsFullAndGoesOnReading) {
  open(120);
  ask(store::OpenRoom{true, 0, day(0)});
  const auto taken = fill(1);
  EXPECT_GT(taken, 20u);
  EXPECT_EQ(ask(append(9999)).status, Status::unavailable);
  EXPECT_EQ(ask(store::OpenRoom{true, 0, day(0)}).status, Status::ok);
  EXPECT_EQ(waiting(), taken);
}

TEST_F(SqliteStoreTest, RecoversByItselfWhenThereIsRoomAgain) {
  open(120);
  ask(store::OpenRoom{true, 0, day(0)});
  const auto taken = fill(1);
  engine->set_max_pages(240);
  EXPECT_EQ(ask(append(9999)).status, Status::ok);
  EXPECT_EQ(waiting(), taken + 1);
}

TEST_F(SqliteStoreTest, EmptiesAMailboxOnAFullDiskAndThenTakesMore) {
  open(120);
  ask(store::OpenRoom{true, 0, day(0)});
  const auto taken = fill(1);
  EXPECT_EQ(ask(store::Acknowledge{0, taken}).status, Status::ok);
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(ask(append(9999)).status, Status::ok);
}

TEST_F(SqliteStoreTest, AnswersWhatFitsIntoAGroupThatDoesNotFit) {
  open(120);
  ask(store::OpenRoom{true, 0, day(0)});
  const auto taken = fill(1);
  const auto results = engine->apply({{1, room_number(1), append(9998)},
                                      {2, room_number(1), store::Acknowledge{0, 3}},
                                      {3, room_number(1), store::Read{0, 0, 1, 1}},
                                      {4, room_number(2), store::OpenRoom{true, 0, day(0)}}});
  EXPECT_EQ(results.at(0).status, Status::unavailable);
  EXPECT_EQ(results.at(1).status, Status::ok);
  EXPECT_EQ(std::get<store::Entries>(results.at(2).reply).entries.at(0).seq, 4u);
  EXPECT_EQ(results.at(3).status, Status::unavailable);
  EXPECT_EQ(waiting(), taken - 3);
}

TEST_F(SqliteStoreTest, ChangesNothingOfAGroupThatFails) {
  open(120);
  ask(store::OpenRoom{true, 0, day(0)});
  (void)fill(1);
  const auto before = std::get<store::RoomInfo>(ask(store::OpenRoom{false, 0, day(0)}).reply);
  engine->apply({{1, room_number(1), store::HeadWrite{0, {1}}}, {2, room_number(1), append(9998)}});
  const auto after = std::get<store::RoomInfo>(ask(store::OpenRoom{false, 0, day(0)}).reply);
  EXPECT_EQ(after.mailbox_last, before.mailbox_last);
  EXPECT_EQ(after.head, Bytes{});
}

// The system refuses to let any file grow: writes fail inside SQLite's own file layer.
class FileSizeLimit {
public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_F(SqliteStoreTest, SurvivesWritesThatFailAndRecoversByItself) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  std::uint32_t taken = 0;
  {
    const FileSizeLimit limit(512 * 1024);
    taken = fill(1);
    EXPECT_GT(taken, 10u);
    EXPECT_EQ(ask(append(9999)).status, Status::unavailable);
    EXPECT_EQ(waiting(), taken);
  }
  EXPECT_EQ(ask(append(9999)).status, Status::ok);
  open();
  EXPECT_EQ(waiting(), taken + 1);
}

TEST_F(SqliteStoreTest, AnswersUnavailableWhileAnotherProgramHoldsTheDatabase) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(ask(append(1)).status, Status::unavailable);
  EXPECT_EQ(waiting(), 0u);
  sqlite3_close(other);
  EXPECT_EQ(ask(append(1)).status, Status::ok);
}

TEST_F(SqliteStoreTest, IsReadableByItsOwnerOnly) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    SCOPED_TRACE(entry.path());
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
}

TEST_F(SqliteStoreTest, TakesPermissionsAwayThatAFileHadTooMany) {
  open();
  engine.reset();
  ::chmod(file().c_str(), 0644);
  open();
  EXPECT_EQ(std::filesystem::status(file()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SqliteStoreTest, RefusesADamagedDatabaseWithASentence) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  for (std::uint32_t i = 0; i < 200; ++i) ask(append(i));
  engine.reset();
  {
    std::fstream damaged(file(), std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 5; page < 30; ++page) {
      damaged.seekp(page * 4096);
      damaged << std::string(512, '\x5a');
    }
  }
  EXPECT_THAT(refusal(), HasSubstr("is damaged. Restore it from a backup"));
}

TEST_F(SqliteStoreTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(file()) << std::string(8192, 'x');
  EXPECT_THAT(refusal(), HasSubstr("is not a database"));
}

TEST_F(SqliteStoreTest, RefusesAnotherProgramsDatabase) {
  query("CREATE TABLE t(x)");
  EXPECT_THAT(refusal(), HasSubstr("belongs to another program"));
}

TEST_F(SqliteStoreTest, RefusesADatabaseOfANewerRelay) {
  open();
  engine.reset();
  query("PRAGMA user_version = 99");
  EXPECT_THAT(refusal(), HasSubstr("newer twinlamp-relay"));
}

TEST_F(SqliteStoreTest, RefusesADirectoryThatAnotherRelayUses) {
  open();
  try {
    relay::SqliteStore second({folder.path(), 0});
    FAIL();
  } catch (const relay::StoreError& error) {
    EXPECT_THAT(error.what(), HasSubstr("Another relay is using"));
  }
}

TEST_F(SqliteStoreTest, RefusesADirectoryThatIsNotThere) {
  try {
    relay::SqliteStore none({folder.path() / "none", 0});
    FAIL();
  } catch (const relay::StoreError& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot be written"));
  }
}

TEST_F(SqliteStoreTest, IsStrictAboutDurability) {
  open();
  EXPECT_EQ(query("SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
  EXPECT_EQ(query("PRAGMA auto_vacuum"), 2);
}

TEST_F(SqliteStoreTest, GivesPagesBackAfterALargeMailboxWasFetched) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  std::vector<store::Request> group;
  for (std::uint32_t i = 0; i < 500; ++i) group.push_back({i, room_number(1), append(i, 60'000)});
  engine->apply(group);
  ask(store::Acknowledge{0, 500});
  while (engine->tidy()) {
  }
  EXPECT_EQ(query("SELECT count(*) FROM body"), 0);
  EXPECT_LT(query("PRAGMA page_count"), 2200);
}

TEST_F(SqliteStoreTest, LeavesNoByteOfWhatWasAcknowledgedOrErased) {
  const std::string secret = "a-body-that-must-go-0123456789";
  const std::string scalar = "a-scalar-that-must-go-0123456789";
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  ask(store::Append{0, client_number(1), body_of(secret), day(0), 0, 0, 0});
  ask(store::LatchWrite{latch_number(1), 0, {0, store::LatchKind::waiting, 0, to_bytes(bytes_of(scalar))}, 0, day(0)});
  const auto is_on_disk = [&](const std::string& text) {
    engine.reset();  // closing empties the log
    std::ifstream stream(file(), std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(stream)), {});
    const bool found = all.find(text) != std::string::npos;
    open();
    return found;
  };
  ASSERT_TRUE(is_on_disk(secret));
  ASSERT_TRUE(is_on_disk(scalar));
  ask(store::Acknowledge{0, 1});
  EXPECT_FALSE(is_on_disk(secret));
  ask(store::EraseRoom{{}, day(0)});
  EXPECT_FALSE(is_on_disk(scalar));
}

}  // namespace
}  // namespace twinlamp::test

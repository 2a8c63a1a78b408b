#include "relay/store_sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>

#include "tests/relay/store/harness.h"
#include "tests/support/count_syncs.h"

namespace twinlamp::test {
namespace {

using store::Status;
using testing::HasSubstr;

class SqliteStoreTest : public testing::Test {
protected:
  std::promise<std::string> damage;
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
  // From each `first` page to the last, one byte in eight.
  void damage_pages(int first, int last) {
    engine.reset();
    std::fstream damaged(file(), std::ios::in | std::ios::out | std::ios::binary);
    for (int page = first; page < last; ++page) {
      damaged.seekp(page * 4096);
      damaged << std::string(512, '\x5a');
    }
  }
  void open_and_listen() {
    engine.reset();
    relay::SqliteOptions options{folder.path(), 0, [this](std::string what) { damage.set_value(std::move(what)); }};
    engine = std::make_unique<relay::SqliteStore>(options);
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
  void run_sql(const char* text) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, text, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
  }
  bool is_in_folder(const std::string& text) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream stream(entry.path(), std::ios::binary);
      const std::string all((std::istreambuf_iterator<char>(stream)), {});
      if (all.find(text) != std::string::npos) return true;
    }
    return false;
  }
  void tidy() {
    while (engine->tidy()) {
    }
  }
  void append_many(std::uint32_t count, std::size_t size) {
    std::vector<store::Request> group;
    for (std::uint32_t i = 0; i < count; ++i) group.push_back({i, room_number(1), append(i, size)});
    engine->apply(group);
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
  for (std::size_t round = 0; round < 50; ++round) {
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
  damage_pages(5, 30);
  EXPECT_THAT(refusal(), HasSubstr("is damaged. Restore it from a backup"));
}

// Too large to be read before the relay starts: it is read after that.
TEST_F(SqliteStoreTest, TellsOfDamageInALargeDatabaseAfterItHasOpened) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  std::vector<store::Request> group;
  for (std::uint32_t i = 0; i < 400; ++i) group.push_back({i, room_number(1), append(i, 60'000)});
  engine->apply(group);
  for (std::uint32_t i = 0; i < 3000; ++i) ask(append(1000 + i, 10));
  damage_pages(5500, 5700);
  open_and_listen();
  EXPECT_THAT(damage.get_future().get(), HasSubstr("is damaged. Restore it from a backup"));
}

// What the check at the start cannot know, since the disk lost it afterwards.
TEST_F(SqliteStoreTest, TellsOfDamageThatItsWorkFinds) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  for (std::uint32_t i = 0; i < 200; ++i) ask(append(i));
  engine.reset();
  open_and_listen();
  {
    std::fstream damaged(file(), std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 3; page < 60; ++page) {
      damaged.seekp(page * 4096);
      damaged << std::string(4096, '\x5a');
    }
  }
  EXPECT_EQ(ask(append(9999)).status, Status::unavailable);
  EXPECT_THAT(damage.get_future().get(), HasSubstr("is damaged. Restore it from a backup"));
}

// Of this thread's processor, whatever else the machine does meanwhile.
std::chrono::duration<double> processor_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

std::chrono::duration<double> opening_takes(const std::filesystem::path& folder) {
  std::array<std::chrono::duration<double>, 5> spans{};
  for (auto& span : spans) {
    const auto begin = processor_time();
    relay::SqliteStore engine({folder, 0});
    span = processor_time() - begin;
  }
  std::sort(spans.begin(), spans.end());
  return spans[2];
}

TEST_F(SqliteStoreTest, OpensAsFastWithAHundredThousandRoomsAsWithOne) {
  TemporaryFolder small;
  {
    relay::SqliteStore one({small.path(), 0});
    one.apply({{1, room_number(1), store::OpenRoom{true, 0, day(0)}}});
  }
  open();
  for (std::uint32_t first = 0; first < 100'000; first += 1000) {
    std::vector<store::Request> group;
    for (std::uint32_t i = first; i < first + 1000; ++i) group.push_back({i, client_number(i), store::OpenRoom{true, 0, day(0)}});
    engine->apply(group);
  }
  engine.reset();
  const auto many = opening_takes(folder.path()), few = opening_takes(small.path());
  RecordProperty("milliseconds_many", std::to_string(many.count() * 1000));
  std::printf("opened in %.1f ms with one room, in %.1f ms with 100,000\n", few.count() * 1000, many.count() * 1000);
  EXPECT_LT(many, few + std::chrono::milliseconds(100));
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

// The first version's tables; the second had `age` as well.
constexpr const char* first_tables = R"sql(
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  CREATE TABLE room(id INTEGER PRIMARY KEY, room_id BLOB NOT NULL UNIQUE, created_on INTEGER NOT NULL,
    ended_on INTEGER, farewell BLOB, posted_bytes INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE member(room INTEGER NOT NULL, slot INTEGER NOT NULL, last INTEGER NOT NULL DEFAULT 0, acked INTEGER NOT NULL DEFAULT 0,
    freed INTEGER NOT NULL DEFAULT 0, entries INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
    head BLOB NOT NULL DEFAULT x'', PRIMARY KEY(room, slot)) STRICT, WITHOUT ROWID;
  CREATE TABLE post(id INTEGER PRIMARY KEY, room INTEGER NOT NULL, slot INTEGER NOT NULL, seq INTEGER NOT NULL,
    client_id BLOB NOT NULL, day INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX post_by_seq ON post(room, slot, seq);
  CREATE UNIQUE INDEX post_by_client_id ON post(room, slot, client_id);
  CREATE TABLE body(id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  CREATE TABLE latch(id INTEGER PRIMARY KEY, room INTEGER NOT NULL, latch_id BLOB NOT NULL, version INTEGER NOT NULL,
    kind INTEGER NOT NULL, unacked INTEGER NOT NULL, day INTEGER NOT NULL, record BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX latch_by_id ON latch(room, latch_id);
  CREATE INDEX latch_waiting ON latch(room) WHERE kind = 0;
  CREATE INDEX latch_released ON latch(room, latch_id) WHERE kind = 1;
  CREATE INDEX latch_tombstone ON latch(day) WHERE kind = 2;
  PRAGMA application_id = 0x54774c70;
)sql";

// Room a001 is in use, a002 has ended, a003 was never posted in; of what a001 has acknowledged a body is still there.
constexpr const char* first_rows = R"sql(
  INSERT INTO room(id, room_id, created_on) VALUES
    (1, x'a0010000000000000000000000000000', 20000), (3, x'a0030000000000000000000000000000', 20000);
  INSERT INTO room(id, room_id, created_on, ended_on, farewell) VALUES(2, x'a0020000000000000000000000000000', 0, 20000, x'09');
  INSERT INTO member(room, slot, last, acked, freed, entries, bytes) VALUES
    (1, 0, 2, 1, 0, 2, 6), (1, 1, 0, 0, 0, 0, 0), (3, 0, 0, 0, 0, 0, 0), (3, 1, 0, 0, 0, 0, 0);
  INSERT INTO post VALUES(1, 1, 0, 1, x'01000000000000000000000000000000', 20000), (2, 1, 0, 2, x'02000000000000000000000000000000', 20000);
  INSERT INTO body VALUES(1, x'616161'), (2, x'626262');
  INSERT INTO latch VALUES(1, 1, x'1a010000000000000000000000000000', 1, 0, 0, 20000, x'01020304'),
    (2, 1, x'1a020000000000000000000000000000', 2, 1, 3, 20000, x'0102');
)sql";

TEST_F(SqliteStoreTest, TakesOverTheDatabaseOfTheFirstRelays) {
  run_sql(first_tables);
  run_sql(first_rows);
  run_sql("PRAGMA user_version = 1");
  open();
  EXPECT_EQ(waiting(), 1u);
  EXPECT_EQ(engine->age(), store::Age{});
}

TEST_F(SqliteStoreTest, TakesOverTheDatabaseOfTheSecondVersionWithAllThatItCounts) {
  run_sql(first_tables);
  run_sql(first_rows);
  run_sql("CREATE TABLE age(hours INTEGER NOT NULL) STRICT; INSERT INTO age VALUES(480000); PRAGMA user_version = 2");
  open();
  EXPECT_EQ(query("PRAGMA user_version"), 3);
  EXPECT_EQ(engine->age(), (store::Age{std::chrono::hours(480'000), {}}));
  EXPECT_EQ(waiting(), 1u);
  while (engine->tidy()) {
  }
  EXPECT_EQ(query("SELECT count(*) FROM body"), 1) << "what was acknowledged before is freed now";
  store::LatchWrite latch{latch_number(3), 0, {0, store::LatchKind::waiting, 0, Bytes(4, std::uint8_t{1})}, 1, day(0)};
  EXPECT_EQ(ask(latch).status, Status::room_limit) << "one waits already";
  latch.max_waiting = 2;
  latch.max_latches = 2;
  EXPECT_EQ(ask(latch).status, Status::room_limit) << "there are two";
  latch.max_latches = 3;
  latch.max_latch_bytes = 9;
  EXPECT_EQ(ask(latch).status, Status::room_limit) << "with six bytes";
  latch.max_latch_bytes = 10;
  EXPECT_EQ(ask(latch).status, Status::ok);
  ask(store::Sweep{day(1000), std::chrono::days{2000}, std::chrono::days{2000}});
  EXPECT_EQ(query("SELECT group_concat(id) = '1,2' FROM (SELECT id FROM room ORDER BY id)"), 1) << "only a003 is gone";
  engine.reset();
  open();
  EXPECT_EQ(waiting(), 1u);
}

TEST_F(SqliteStoreTest, KeepsTheLatestAgeThatItWasToldAndTheMachinesTimeWithIt) {
  open();
  for (const int minutes : {5, 9, 7}) {
    ask(store::KeepAge{{std::chrono::minutes(minutes), std::chrono::minutes(100 - minutes)}});
  }
  open();
  EXPECT_EQ(engine->age(), (store::Age{std::chrono::minutes(9), std::chrono::minutes(93)}));
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
  tidy();
  EXPECT_FALSE(is_on_disk(scalar));
}

TEST_F(SqliteStoreTest, LeavesNoByteInItsLogEitherOnceItIsIdle) {
  const std::string secret = "a-body-that-must-go-0123456789";
  const std::string scalar = "a-scalar-that-must-go-0123456789";
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  ask(store::Append{0, client_number(1), body_of(secret), day(0), 0, 0, 0});
  ask(store::LatchWrite{latch_number(1), 0, {0, store::LatchKind::waiting, 0, to_bytes(bytes_of(scalar))}, 0, day(0)});
  ASSERT_TRUE(is_in_folder(secret));
  ask(store::Acknowledge{0, 1});
  tidy();
  EXPECT_FALSE(engine->rest());
  EXPECT_FALSE(is_in_folder(secret));
  ASSERT_TRUE(is_in_folder(scalar));
  ask(store::LatchWrite{latch_number(1), 1, {0, store::LatchKind::tombstone, 0, {}}, 0, day(0)});
  tidy();
  EXPECT_FALSE(engine->rest());
  EXPECT_FALSE(is_in_folder(scalar));
}

TEST_F(SqliteStoreTest, LeavesNoByteOfAnEndedRoomInItsLogHoweverBusyItIs) {
  const std::string secret = "a-body-that-must-go-0123456789";
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  ask(store::Append{0, client_number(1), body_of(secret), day(0), 0, 0, 0});
  ASSERT_TRUE(is_in_folder(secret));
  ask(store::EraseRoom{{}, day(0)});
  tidy();
  EXPECT_FALSE(is_in_folder(secret));
}

TEST_F(SqliteStoreTest, EmptiesItsLogWithASweep) {
  const std::string secret = "a-body-that-must-go-0123456789";
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  ask(store::Append{0, client_number(1), body_of(secret), day(0), 0, 0, 0});
  ask(store::Acknowledge{0, 1});
  ask(store::Sweep{day(0)});
  tidy();
  EXPECT_FALSE(is_in_folder(secret));
}

// Whoever reads the database just then (a backup, the check at the start) has it wait.
TEST_F(SqliteStoreTest, EmptiesItsLogLaterWhereSomebodyReadsIt) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  ask(append(1));
  sqlite3* reader = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &reader), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM room", nullptr, nullptr, nullptr), SQLITE_OK);
  ask(store::Acknowledge{0, 1});
  tidy();
  EXPECT_TRUE(engine->rest());
  sqlite3_close(reader);
  EXPECT_FALSE(engine->rest());
}

// A room that has ended may be large, and everybody else waits for each commit.
TEST_F(SqliteStoreTest, DeletesWhatAnEndedRoomHeldInSmallSteps) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  append_many(300, 60'000);
  for (std::uint8_t i = 0; i < 250; ++i)
    ask(store::LatchWrite{latch_number(i), 0, {0, store::LatchKind::waiting, 0, Bytes(100, std::uint8_t{7})}, 0, day(0)});
  EXPECT_EQ(ask(store::EraseRoom{{9}, day(0)}).status, Status::ok);
  EXPECT_GT(query("SELECT count(*) FROM body"), 250) << "not at once";
  auto left = query("SELECT count(*) FROM body");
  int steps = 0;
  while (engine->tidy()) {
    const auto now = query("SELECT count(*) FROM body");
    EXPECT_LE(left - now, 40) << "2 MiB";
    left = now;
    ++steps;
  }
  EXPECT_GT(steps, 8);
  EXPECT_EQ(query("SELECT (SELECT count(*) FROM body) + (SELECT count(*) FROM post) + (SELECT count(*) FROM latch)"), 0);
  EXPECT_EQ(ask(store::OpenRoom{false, 0, day(0)}).status, Status::ended);
}

TEST_F(SqliteStoreTest, GoesOnDeletingAfterItWasStoppedInTheMiddleOfIt) {
  open();
  ask(store::OpenRoom{true, 0, day(0)});
  append_many(100, 60'000);
  engine->apply({{1, room_number(2), store::OpenRoom{true, 0, day(0)}}});
  std::vector<store::Request> group;
  for (std::uint32_t i = 0; i < 100; ++i) group.push_back({i, room_number(2), append(i, 60'000)});
  group.push_back({100, room_number(2), store::Acknowledge{0, 100}});
  engine->apply(group);
  ask(store::EraseRoom{{9}, day(0)});
  ASSERT_TRUE(engine->tidy());
  open();
  ASSERT_GT(query("SELECT count(*) FROM body"), 0);
  tidy();
  EXPECT_EQ(query("SELECT count(*) FROM body"), 0);
  EXPECT_EQ(query("SELECT entries + bytes FROM member WHERE room = 2 AND slot = 0"), 0);
}

class OnASmallDisk : public SqliteStoreTest {
protected:
  std::uint64_t free_mib = 1000;
  void SetUp() override {
    relay::SqliteOptions options{folder.path()};
    options.disk_floor = 256ull << 20;
    options.space = [this](const std::filesystem::path&) { return relay::DiskSpace{free_mib << 20, 20ull << 30}; };
    engine = std::make_unique<relay::SqliteStore>(options);
    ask(store::OpenRoom{true, 0, day(0)});
  }
  Status make_room(std::uint8_t number) {
    return engine->apply({{++last_id, room_number(number), store::OpenRoom{true, 0, day(0)}}}).at(0).status;
  }
  Status post(std::uint32_t client, bool young) {
    auto request = append(client, 10);
    request.max_room_bytes = young ? 100'000 : 0;
    return ask(request).status;
  }
  Status latch(std::uint8_t number, store::LatchKind kind) {
    store::LatchWrite write{latch_number(number), 0, {0, kind, 0, Bytes(10, std::uint8_t{1})}, 0, day(0)};
    write.max_room_bytes = 100'000;
    return ask(write).status;
  }
};

TEST_F(OnASmallDisk, MakesNoNewRoomsBelowTheFloor) {
  free_mib = 255;
  EXPECT_EQ(make_room(2), Status::absent);
  EXPECT_EQ(make_room(1), Status::ok) << "this one is there";
  EXPECT_EQ(post(1, true), Status::ok);
  free_mib = 256;
  EXPECT_EQ(make_room(2), Status::ok);
}

TEST_F(OnASmallDisk, KeepsTheLastOfItForRoomsThatAreInUse) {
  free_mib = 127;
  EXPECT_EQ(post(1, true), Status::unavailable);
  EXPECT_EQ(latch(1, store::LatchKind::waiting), Status::unavailable);
  EXPECT_EQ(latch(1, store::LatchKind::tombstone), Status::ok);
  EXPECT_EQ(post(2, false), Status::ok);
  EXPECT_EQ(ask(store::Acknowledge{0, 1}).status, Status::ok);
  free_mib = 128;
  EXPECT_EQ(post(1, true), Status::ok);
}

}  // namespace
}  // namespace twinlamp::test

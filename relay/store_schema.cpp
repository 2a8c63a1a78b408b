#include "relay/store_schema.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "relay/store_sqlite.h"

namespace twinlamp::relay {
namespace {

constexpr std::int64_t application_id = 0x54774c70;  // "TwLp"
constexpr std::int64_t schema_version = 3;
constexpr std::chrono::seconds lock_patience{1};  // with who looks for a moment whether a relay runs

// post remembers client ids beyond the acknowledgement; body holds what still waits, under the same id.
// member.freed: bodies up to this seq are deleted; it may lag behind acked, deletion goes in bounded steps.
constexpr const char* schema = R"sql(
  CREATE TABLE room(
    id INTEGER PRIMARY KEY, room_id BLOB NOT NULL UNIQUE, created_on INTEGER NOT NULL,
    ended_on INTEGER, farewell BLOB, posted_bytes INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE member(
    room INTEGER NOT NULL, slot INTEGER NOT NULL, last INTEGER NOT NULL DEFAULT 0, acked INTEGER NOT NULL DEFAULT 0,
    freed INTEGER NOT NULL DEFAULT 0, entries INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
    head BLOB NOT NULL DEFAULT x'', PRIMARY KEY(room, slot)) STRICT, WITHOUT ROWID;
  CREATE TABLE post(
    id INTEGER PRIMARY KEY, room INTEGER NOT NULL, slot INTEGER NOT NULL, seq INTEGER NOT NULL,
    client_id BLOB NOT NULL, day INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX post_by_seq ON post(room, slot, seq);
  CREATE UNIQUE INDEX post_by_client_id ON post(room, slot, client_id);
  CREATE TABLE body(id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  CREATE TABLE latch(
    id INTEGER PRIMARY KEY, room INTEGER NOT NULL, latch_id BLOB NOT NULL, version INTEGER NOT NULL, kind INTEGER NOT NULL,
    unacked INTEGER NOT NULL, day INTEGER NOT NULL, record BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX latch_by_id ON latch(room, latch_id);
  CREATE INDEX latch_waiting ON latch(room) WHERE kind = 0;
  CREATE INDEX latch_released ON latch(room, latch_id) WHERE kind = 1;
  CREATE INDEX latch_tombstone ON latch(day) WHERE kind = 2;
)sql";

// Since version 2.
constexpr const char* age_schema = R"sql(
  CREATE TABLE age(hours INTEGER NOT NULL) STRICT;
  INSERT INTO age VALUES(0);
)sql";

// Since version 3. room.used: bit s is set once the mailbox of slot s has had an envelope; room.rest: it has ended, and what it
// held is not deleted yet. Of the ended ones of before it is not known who had posted.
constexpr const char* counts_schema = R"sql(
  ALTER TABLE room ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN rest INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN latches INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN latch_bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE room SET used = CASE WHEN ended_on IS NOT NULL THEN 3
    ELSE (SELECT coalesce(sum((last > 0) << slot), 0) FROM member WHERE member.room = room.id) END;
  UPDATE room SET (latches, waiting, latch_bytes) =
    (SELECT count(*), coalesce(sum(kind = 0), 0), coalesce(sum(length(record)), 0) FROM latch WHERE latch.room = room.id);
  DROP INDEX latch_waiting;
  DROP INDEX latch_tombstone;
  CREATE INDEX latch_by_day ON latch(day);
  CREATE INDEX member_to_free ON member(room, slot) WHERE freed < acked;
  CREATE INDEX room_rest ON room(id) WHERE rest = 1;
  CREATE INDEX room_unused ON room(created_on) WHERE used = 0 AND ended_on IS NULL;
  CREATE INDEX room_ended ON room(ended_on) WHERE used <> 3 AND ended_on IS NOT NULL;
  ALTER TABLE age RENAME COLUMN hours TO minutes;
  UPDATE age SET minutes = minutes * 60;
  ALTER TABLE age ADD COLUMN machine INTEGER NOT NULL DEFAULT 0;
)sql";

std::int64_t pragma(Sql& sql, const char* text) {
  Statement statement(sql, text);
  auto rows = statement();
  return rows.next() ? rows.integer(0) : 0;
}

[[noreturn]] void refuse(const std::string& file, const char* why) { throw StoreError("The database " + file + " " + why); }

void refuse_failure(const Sql& sql, const std::string& file) {
  switch (sql.failure()) {
    case SQLITE_OK: return;
    case SQLITE_CORRUPT:
      throw DamageError(damage_of(file));
    case SQLITE_NOTADB: refuse(file, "is not a database. Move it away, or choose another data directory.");
    case SQLITE_FULL: refuse(file, "cannot grow: the disk is full. Make room and start again.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN: refuse(file, "cannot be written. Check who owns the data directory and its permissions.");
    case SQLITE_BUSY: refuse(file, "is in use by another program. Close it and start again.");
    default: refuse(file, "cannot be read or written: the disk reports an error.");
  }
}

void create_schema(Sql& sql, std::int64_t version) {
  sql.execute("BEGIN IMMEDIATE");
  if (version == 0) sql.execute(schema);
  if (version < 2) sql.execute(age_schema);
  if (version < 3) sql.execute(counts_schema);
  sql.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
  sql.execute(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
  sql.execute("COMMIT");
}

}  // namespace

bool is_sound(Sql& sql) {
  Statement check(sql, "PRAGMA quick_check(1)");
  auto rows = check();
  if (!rows.next()) return sql.failure() != SQLITE_CORRUPT;
  return text_of(rows.bytes(0)) == "ok";
}

std::string damage_of(const std::string& file) {
  return "The database " + file + " is damaged. Restore it from a backup, or move it away to start empty.";
}

DirectoryLock::DirectoryLock(const std::filesystem::path& directory) {
  const auto path = directory / "relay.lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file_ < 0) throw StoreError("The data directory " + directory.string() + " cannot be written. Check its permissions.");
  const auto end = std::chrono::steady_clock::now() + lock_patience;
  do {
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  } while (std::chrono::steady_clock::now() < end);
  ::close(file_);
  throw StoreError("Another relay is using the data directory " + directory.string() + ". Stop it, or choose another directory.");
}

DirectoryLock::~DirectoryLock() { ::close(file_); }

std::string prepare_file(const std::filesystem::path& directory) {
  const auto path = (directory / database_name).string();
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const bool is_private = file >= 0 && ::fchmod(file, S_IRUSR | S_IWUSR) == 0;
  if (file >= 0) ::close(file);
  if (!is_private) refuse(path, "cannot be written. Check who owns the data directory and its permissions.");
  return path;
}

void configure(Sql& sql) {
  if (sql.has_failed()) return;
  sqlite3_busy_timeout(sql.handle(), busy_milliseconds);
  sqlite3_db_config(sql.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sql.execute("PRAGMA trusted_schema = OFF");
  sql.execute("PRAGMA cell_size_check = ON");
  sql.execute("PRAGMA synchronous = FULL");
  sql.execute("PRAGMA wal_autocheckpoint = 0");  // the Checkpointer's work
}

void prepare_database(Sql& sql, const std::string& file) {
  sql.execute("PRAGMA auto_vacuum = INCREMENTAL");  // takes effect in a new file only
  configure(sql);
  sql.execute("PRAGMA journal_mode = WAL");
  sql.execute("PRAGMA journal_size_limit = 67108864");
  sql.execute("PRAGMA secure_delete = ON");  // what was acknowledged is gone, not only unlinked
  sql.execute("PRAGMA temp_store = MEMORY");
  sql.execute("PRAGMA cache_size = -32768");
  const auto application = pragma(sql, "PRAGMA application_id");
  const auto version = pragma(sql, "PRAGMA user_version");
  const auto tables = pragma(sql, "SELECT count(*) FROM sqlite_schema");
  refuse_failure(sql, file);
  if (tables != 0 && application != application_id) refuse(file, "belongs to another program. Choose another data directory.");
  if (version > schema_version) refuse(file, "was written by a newer twinlamp-relay. Install that version again.");
  if (version < schema_version) create_schema(sql, tables == 0 ? 0 : version);
  refuse_failure(sql, file);
}

}  // namespace twinlamp::relay

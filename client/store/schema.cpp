#include "client/store/schema.h"

namespace twinlamp::client {
namespace {

constexpr std::uint64_t application_id = 0x5457'4c50;  // "TWLP"

// Headers by which rows are found; what they hold is in `sealed`, under the profile key, bound to table and row.
constexpr const char* version_1 = R"(
  BEGIN IMMEDIATE;
  PRAGMA application_id = 1415007312;
  CREATE TABLE entries (author INTEGER NOT NULL, seq INTEGER NOT NULL, lamport INTEGER NOT NULL, sealed BLOB NOT NULL);
  CREATE UNIQUE INDEX entries_by_log ON entries (author, seq);
  CREATE UNIQUE INDEX entries_in_order ON entries (lamport, author);
  CREATE TABLE outbox (place INTEGER PRIMARY KEY, client_id BLOB NOT NULL UNIQUE, epoch INTEGER NOT NULL, sealed BLOB NOT NULL);
  CREATE TABLE vals (name TEXT PRIMARY KEY NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
  PRAGMA user_version = 1;
  COMMIT;
)";
static_assert(application_id == 1415007312);

constexpr Error foreign{ErrorCode::corrupt, "The file in the place of this profile's database is not Twinlamp's."};

}  // namespace

Result<void> prepare_connection(sqlite::Database& database) {
  return database.execute(
      "PRAGMA locking_mode = EXCLUSIVE;"  // one process (profile.h), so no shared memory file
      "PRAGMA journal_mode = WAL;"
      "PRAGMA synchronous = FULL;"
      "PRAGMA secure_delete = ON;"
      "PRAGMA temp_store = MEMORY;"
      "PRAGMA trusted_schema = OFF;");
}

Result<void> prepare_schema(sqlite::Database& database) {
  auto version = database.number("PRAGMA user_version");
  if (!version) return version.error();
  auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  if (*version == 0 && *tables == 0) return database.execute(version_1);
  auto id = database.number("PRAGMA application_id");
  if (!id) return id.error();
  if (*id != application_id) return foreign;
  if (*version > schema_version)
    return Error{ErrorCode::refused, "This profile was written by a newer Twinlamp. Install that version or a later one."};
  return {};
}

}  // namespace twinlamp::client

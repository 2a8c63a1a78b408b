#include "client/store/sqlite.h"

namespace twinlamp::client::sqlite {

Error error_of(int code) {
  if (code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ)
    return {
        ErrorCode::unavailable,
        "This profile cannot be read from the disk just now. See that the disk is there and sound, then try again."};
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM: return {ErrorCode::unavailable, "The disk did not take it. Is it full, or not writable?"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT: return {ErrorCode::corrupt, "This profile's database is damaged. Restore a backup of the folder, or begin anew."};
    default: return {ErrorCode::refused, "sqlite"};
  }
}

Statement::Statement(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) == SQLITE_OK) statement_.reset(statement);
}

Statement& Statement::bind(int place, std::uint64_t value) {
  sqlite3_bind_int64(statement_.get(), place, static_cast<sqlite3_int64>(value));
  return *this;
}
Statement& Statement::bind(int place, ByteView value) {
  sqlite3_bind_blob64(statement_.get(), place, value.empty() ? "" : static_cast<const void*>(value.data()), value.size(), SQLITE_STATIC);
  return *this;
}
Statement& Statement::bind(int place, std::string_view value) {
  sqlite3_bind_text64(statement_.get(), place, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error_of(code);
}

Result<void> Statement::run() {
  auto stepped = step();
  reset();
  if (!stepped) return stepped.error();
  return {};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::uint64_t Statement::number(int column) const { return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column)); }

ByteView Statement::bytes(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Result<Database> Database::open(const std::string& file) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nullptr);
  Database database(raw);
  if (code != SQLITE_OK) return error_of(code);
  sqlite3_extended_result_codes(raw, 1);
  return database;
}

Result<void> Database::execute(const char* sql) {
  const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(code);
  return {};
}

Result<Statement> Database::prepare(const char* sql) const {
  Statement statement(database_.get(), sql);
  if (!statement) return error_of(sqlite3_errcode(database_.get()));
  return statement;
}

Result<std::uint64_t> Database::number(const char* sql) const {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  auto row = statement->step();
  if (!row) return row.error();
  return *row ? statement->number(0) : 0;
}

}  // namespace twinlamp::client::sqlite

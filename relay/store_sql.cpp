#include "relay/store_sql.h"

namespace twinlamp::relay {

Sql::Sql(const std::string& file, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  handle_.reset(opened);
  note(code);
}

bool Sql::execute(const char* text) {
  return !has_failed() && note(sqlite3_exec(handle_.get(), text, nullptr, nullptr, nullptr));
}

bool Sql::note(int code) {
  const int primary = code & 0xff;
  if (primary != SQLITE_OK && primary != SQLITE_ROW && primary != SQLITE_DONE && failure_ == SQLITE_OK) failure_ = primary;
  return failure_ == SQLITE_OK;
}

void Sql::rollback() {
  failure_ = SQLITE_OK;
  if (sqlite3_get_autocommit(handle_.get()) == 0) sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Rows::~Rows() { sqlite3_reset(statement_); }

bool Rows::next() {
  if (sql_.has_failed()) return false;
  const int code = sqlite3_step(statement_);
  sql_.note(code);
  return code == SQLITE_ROW;
}

ByteView Rows::bytes(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Statement::Statement(Sql& sql, const char* text) : sql_(sql) {
  sqlite3_stmt* prepared = nullptr;
  if (!sql.has_failed()) sql.note(sqlite3_prepare_v3(sql.handle(), text, -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr));
  statement_.reset(prepared);
}

void Statement::bind(int index, ByteView value) {
  note(value.empty() ? sqlite3_bind_zeroblob(statement_.get(), index, 0)
                     : sqlite3_bind_blob64(statement_.get(), index, value.data(), value.size(), SQLITE_STATIC));
}

}  // namespace twinlamp::relay

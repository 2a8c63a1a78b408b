// SQLite with its errors kept in one place: after a failure everything is refused until the transaction is rolled back.
//
// So a sequence of statements reads like plain code and is checked once, before its commit. Used by one thread.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include "protocol/base/bytes.h"

namespace twinlamp::relay {

class Sql {
public:
  // An invalid file gives a connection whose failure() is set.
  Sql(const std::string& file, int flags);

  sqlite3* handle() const { return handle_.get(); }
  bool execute(const char* text);
  // Notes the outcome of a call; false = failed, now or before.
  bool note(int code);
  bool has_failed() const { return failure_ != SQLITE_OK; }
  int failure() const { return failure_; }  // the first one's primary code
  void rollback();                          // ends a transaction, if there is one, and forgets the failure

private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  int failure_ = SQLITE_OK;
};

// The rows of one running statement; gone with it, so that no read outlives its use. Byte views are valid until next().
class Rows {
public:
  Rows(Sql& sql, sqlite3_stmt* statement) : sql_(sql), statement_(statement) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows();

  bool next();  // false at the end, and after a failure
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  ByteView bytes(int column) const;
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

private:
  Sql& sql_;
  sqlite3_stmt* statement_;
};

class Statement {
public:
  Statement(Sql& sql, const char* text);  // a text that does not compile sets the failure

  template <class... Values>
  Rows operator()(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return Rows(sql_, statement_.get());
  }
  // For a statement without rows. False = failed.
  template <class... Values>
  bool run(const Values&... values) {
    operator()(values...).next();
    return !sql_.has_failed();
  }

private:
  void bind(int index, std::int64_t value) { note(sqlite3_bind_int64(statement_.get(), index, value)); }
  void bind(int index, std::uint64_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, std::uint32_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, std::uint8_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, ByteView value);
  void note(int code) { sql_.note(code); }

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Sql& sql_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace twinlamp::relay

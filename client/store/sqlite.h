// SQLite in three small classes: a connection, a prepared statement, an error as a Result. No policy.
//
// Not thread-safe. A Statement must not outlive its Database.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include "protocol/base/bytes.h"
#include "protocol/base/result.h"

namespace twinlamp::client::sqlite {

// unavailable: disk full, read-only, busy, I/O. corrupt: the file is not a sound database. Else refused (a bug of ours).
Error error_of(int code);

class Statement {
public:
  Statement() = default;
  Statement(sqlite3* database, const char* sql);  // empty if it does not compile
  explicit operator bool() const { return statement_ != nullptr; }

  // Bound values must live until reset().
  Statement& bind(int place, std::uint64_t value);  // precondition: below 2^63
  Statement& bind(int place, ByteView value);
  Statement& bind(int place, std::string_view value);

  Result<bool> step();  // true: there is a row
  Result<void> run();   // a statement without rows; resets
  void reset();

  std::uint64_t number(int column) const;
  ByteView bytes(int column) const;  // valid until the next step or reset

private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
public:
  static Result<Database> open(const std::string& file);

  Result<void> execute(const char* sql);
  Result<Statement> prepare(const char* sql) const;
  Result<std::uint64_t> number(const char* sql) const;  // the first column of the first row
  bool is_in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  explicit Database(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace twinlamp::client::sqlite

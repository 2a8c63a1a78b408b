// What a device remembers, in SQLite: the Storage of protocol/device/storage.h.
//
// Every entry, outbox row and value is sealed under the profile key (XChaCha20-Poly1305) with its table and row as associated data, so that
// rows can be neither read nor swapped. One commit() is one transaction and one fsync; `unavailable` has changed nothing and may be tried again.
// corrupt: a row does not open, the file is damaged, or the key is another profile's. Not thread-safe.
#pragma once

#include <filesystem>
#include <memory>

#include "client/store/sqlite.h"
#include "protocol/base/random.h"
#include "protocol/device/storage.h"

namespace twinlamp::client {

class SqliteStorage : public Storage {
public:
  // Makes the file (0600) where there is none. refused: written by a newer version. The texts of errors are for people.
  static Result<std::unique_ptr<SqliteStorage>> open(const std::filesystem::path& file, const Key& key, Random& random);

  Result<void> commit(const Transaction& transaction) override;
  Result<std::optional<SecretBytes>> value(const std::string& key) const override;
  Result<std::vector<OutboxRow>> outbox() const override;
  Result<std::optional<StoredEntry>> entry(std::uint8_t author, std::uint64_t seq) const override;
  Result<std::uint64_t> last_seq(std::uint8_t author) const override;
  Result<void> for_each_entry(std::uint64_t lamport, const std::function<bool(const StoredEntry&)>& visit) const override;

  // How often a log was cut since this was opened: whoever reads one by and by has read two of them then.
  std::uint64_t cuts() const { return cuts_; }
  // Names of values that begin with `prefix`, in order.
  Result<std::vector<std::string>> names(const std::string& prefix) const;
  // The number that SQLite gives for one of this connection's pragmas: for tests.
  std::uint64_t setting(const std::string& pragma) const;

private:
  // Prepared once: preparing costs more than running.
  struct Statements {
    sqlite::Statement begin, commit, rollback, put_entry, cut_log, put_row, remove_row, put_value, remove_value, get_value, get_entry, last_seq;
  };

  SqliteStorage(sqlite::Database database, Key key, Random& random)
      : database_(std::move(database)), key_(std::move(key)), random_(random) {}
  Result<void> prepare();
  Result<void> check_key();
  Result<void> write(const Transaction& transaction);
  Result<void> write_value(const std::string& name, const std::optional<SecretBytes>& value);
  Result<StoredEntry> read_entry(const sqlite::Statement& row) const;

  sqlite::Database database_;
  Key key_;
  Random& random_;
  std::uint64_t cuts_ = 0;
  mutable Statements statements_;
};

}  // namespace twinlamp::client

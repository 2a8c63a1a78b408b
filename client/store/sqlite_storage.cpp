#include "client/store/sqlite_storage.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/store/schema.h"
#include "protocol/crypto/aead.h"

namespace twinlamp::client {
namespace {

constexpr Error altered{ErrorCode::corrupt, "Something in this profile's database was altered or damaged. Restore a backup of the folder, or begin anew."};
const std::string check_name = "store/check";  // shows whether the key is this database's
constexpr std::string_view check_text = "twinlamp store 1";

Bytes ad_of_entry(std::uint64_t author, std::uint64_t seq, std::uint64_t lamport) {
  return ByteWriter().raw("entries").u64(author).u64(seq).u64(lamport).take();
}
Bytes ad_of_row(std::uint64_t place, ByteView client_id, std::uint64_t epoch) {
  return ByteWriter().raw("outbox").u64(place).lv(client_id).u64(epoch).take();
}
Bytes ad_of_value(std::string_view name) { return ByteWriter().raw("vals").lv(name).take(); }

// SQLite gives its WAL the rights of the database, so the file is made before it comes.
Result<void> make_private(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  const bool made = descriptor >= 0 && ::fchmod(descriptor, 0600) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!made) return Error{ErrorCode::unavailable, "This profile's database cannot be opened. Is the folder yours, and writable?"};
  return {};
}

}  // namespace

Result<std::unique_ptr<SqliteStorage>> SqliteStorage::open(const std::filesystem::path& file, const Key& key, Random& random) {
  TWINLAMP_TRY(make_private(file));
  auto database = sqlite::Database::open(file.string());
  if (!database) return database.error();
  std::unique_ptr<SqliteStorage> storage(new SqliteStorage(std::move(*database), key, random));
  TWINLAMP_TRY(prepare_connection(storage->database_));
  TWINLAMP_TRY(prepare_schema(storage->database_));
  TWINLAMP_TRY(storage->prepare());
  TWINLAMP_TRY(storage->check_key());
  return storage;
}

Result<void> SqliteStorage::prepare() {
  const std::pair<sqlite::Statement*, const char*> all[] = {
      {&statements_.begin, "BEGIN IMMEDIATE"},
      {&statements_.commit, "COMMIT"},
      {&statements_.rollback, "ROLLBACK"},
      {&statements_.put_entry, "INSERT INTO entries (author, seq, lamport, sealed) VALUES (?1, ?2, ?3, ?4) "
                               "ON CONFLICT (author, seq) DO UPDATE SET lamport = ?3, sealed = ?4"},
      {&statements_.cut_log, "DELETE FROM entries WHERE author = ?1 AND seq > ?2"},
      {&statements_.put_row, "INSERT INTO outbox (place, client_id, epoch, sealed) VALUES (?1, ?2, ?3, ?4)"},
      {&statements_.remove_row, "DELETE FROM outbox WHERE client_id = ?1"},
      {&statements_.put_value, "INSERT INTO vals (name, sealed) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET sealed = ?2"},
      {&statements_.remove_value, "DELETE FROM vals WHERE name = ?1"},
      {&statements_.get_value, "SELECT sealed FROM vals WHERE name = ?1"},
      {&statements_.get_entry, "SELECT author, seq, lamport, sealed FROM entries WHERE author = ?1 AND seq = ?2"},
      {&statements_.last_seq, "SELECT max(seq) FROM entries WHERE author = ?1"},
  };
  for (const auto& [statement, sql] : all) {
    auto prepared = database_.prepare(sql);
    if (!prepared) return prepared.error().code == ErrorCode::unavailable ? prepared.error() : altered;  // a table is not as we made it
    *statement = std::move(*prepared);
  }
  return {};
}

Result<void> SqliteStorage::check_key() {
  auto known = value(check_name);
  if (!known) return Error{ErrorCode::corrupt, "The key and the database of this profile do not belong together. Restore both from one backup."};
  if (*known) return {};
  Transaction first;
  first.values[check_name] = to_secret(bytes_of(check_text));
  return commit(first);
}

Result<void> SqliteStorage::commit(const Transaction& transaction) {
  if (transaction.is_empty()) return {};
  TWINLAMP_TRY(statements_.begin.run());
  auto written = write(transaction);
  if (written) written = statements_.commit.run();
  if (!written && database_.is_in_transaction()) static_cast<void>(statements_.rollback.run());  // some errors have rolled back already
  if (written && transaction.cut) ++cuts_;
  return written;
}

Result<void> SqliteStorage::write(const Transaction& transaction) {
  if (transaction.cut)
    TWINLAMP_TRY(statements_.cut_log.bind(1, std::uint64_t{transaction.cut->author}).bind(2, transaction.cut->seq).run());
  for (const auto& entry : transaction.entries) {
    const auto sealed = seal_box(key_, random_, ad_of_entry(entry.author, entry.seq, entry.lamport), entry.wire);
    TWINLAMP_TRY(statements_.put_entry.bind(1, std::uint64_t{entry.author}).bind(2, entry.seq).bind(3, entry.lamport).bind(4, ByteView(sealed)).run());
  }
  for (const auto& row : transaction.outbox_added) {
    const auto sealed = seal_box(key_, random_, ad_of_row(row.order, row.client_id, row.epoch), row.envelope);
    TWINLAMP_TRY(statements_.put_row.bind(1, row.order).bind(2, ByteView(row.client_id)).bind(3, std::uint64_t{row.epoch}).bind(4, ByteView(sealed)).run());
  }
  for (const auto& client_id : transaction.outbox_removed) TWINLAMP_TRY(statements_.remove_row.bind(1, ByteView(client_id)).run());
  for (const auto& [name, value] : transaction.values) TWINLAMP_TRY(write_value(name, value));
  return {};
}

Result<void> SqliteStorage::write_value(const std::string& name, const std::optional<SecretBytes>& value) {
  if (!value) return statements_.remove_value.bind(1, std::string_view(name)).run();
  const auto sealed = seal_box(key_, random_, ad_of_value(name), *value);
  return statements_.put_value.bind(1, std::string_view(name)).bind(2, ByteView(sealed)).run();
}

Result<std::optional<SecretBytes>> SqliteStorage::value(const std::string& name) const {
  auto& get = statements_.get_value;
  auto row = get.bind(1, std::string_view(name)).step();
  std::optional<Result<SecretBytes>> opened;
  if (row && *row) opened = open_box(key_, ad_of_value(name), get.bytes(0));
  get.reset();
  if (!row) return row.error();
  if (!opened) return std::optional<SecretBytes>();
  if (!*opened) return altered;
  return std::optional<SecretBytes>(std::move(**opened));
}

Result<std::vector<OutboxRow>> SqliteStorage::outbox() const {
  auto read = database_.prepare("SELECT place, client_id, epoch, sealed FROM outbox ORDER BY place");
  if (!read) return read.error();
  std::vector<OutboxRow> rows;
  for (;;) {
    auto found = read->step();
    if (!found) return found.error();
    if (!*found) return rows;
    if (read->bytes(1).size() != sizeof(PostId)) return altered;
    OutboxRow row{read->number(0), to_array<16>(read->bytes(1)), static_cast<std::uint32_t>(read->number(2)), {}};
    auto opened = open_box(key_, ad_of_row(row.order, row.client_id, row.epoch), read->bytes(3));
    if (!opened) return altered;
    row.envelope = to_bytes(*opened);
    rows.push_back(std::move(row));
  }
}

Result<StoredEntry> SqliteStorage::read_entry(const sqlite::Statement& row) const {
  StoredEntry entry{static_cast<std::uint8_t>(row.number(0)), row.number(1), row.number(2), {}};
  auto opened = open_box(key_, ad_of_entry(row.number(0), entry.seq, entry.lamport), row.bytes(3));
  if (!opened) return altered;
  entry.wire = to_bytes(*opened);
  return entry;
}

Result<std::optional<StoredEntry>> SqliteStorage::entry(std::uint8_t author, std::uint64_t seq) const {
  auto& get = statements_.get_entry;
  auto row = get.bind(1, std::uint64_t{author}).bind(2, seq).step();
  std::optional<Result<StoredEntry>> read;
  if (row && *row) read = read_entry(get);
  get.reset();
  if (!row) return row.error();
  if (!read) return std::optional<StoredEntry>();
  if (!*read) return read->error();
  return std::optional<StoredEntry>(std::move(**read));
}

Result<std::uint64_t> SqliteStorage::last_seq(std::uint8_t author) const {
  auto& get = statements_.last_seq;
  auto row = get.bind(1, std::uint64_t{author}).step();
  const auto last = row && *row ? get.number(0) : 0;
  get.reset();
  if (!row) return row.error();
  return last;
}

Result<void> SqliteStorage::for_each_entry(std::uint64_t lamport, const std::function<bool(const StoredEntry&)>& visit) const {
  // Its own statement: a visitor may read from the store.
  auto read = database_.prepare("SELECT author, seq, lamport, sealed FROM entries WHERE lamport >= ?1 ORDER BY lamport, author");
  if (!read) return read.error();
  read->bind(1, lamport);
  for (;;) {
    auto row = read->step();
    if (!row) return row.error();
    if (!*row) return {};
    auto entry = read_entry(*read);
    if (!entry) return entry.error();
    if (!visit(*entry)) return {};
  }
}

Result<std::vector<std::string>> SqliteStorage::names(const std::string& prefix) const {
  auto read = database_.prepare("SELECT name FROM vals WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name");
  if (!read) return read.error();
  read->bind(1, std::string_view(prefix));
  std::vector<std::string> names;
  for (;;) {
    auto row = read->step();
    if (!row) return row.error();
    if (!*row) return names;
    names.push_back(to_string(read->bytes(0)));
  }
}

std::uint64_t SqliteStorage::setting(const std::string& pragma) const {
  auto number = database_.number(("PRAGMA " + pragma).c_str());
  return number ? *number : 0;
}

}  // namespace twinlamp::client

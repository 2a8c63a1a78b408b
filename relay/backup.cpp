#include "relay/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include "relay/called.h"
#include "relay/data_folder.h"
#include "relay/private_file.h"
#include "relay/start_error.h"
#include "relay/store_schema.h"
#include "relay/store_sqlite.h"

namespace twinlamp::relay {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kept_file_max = 8u << 20;
constexpr const char* kept_files[] = {"relay.key", "tls.crt", "tls.key", "invites", "home.invite", "home.port"};
constexpr int busy_patience = 10'000;  // milliseconds

[[noreturn]] void fail(const std::string& what) {
  throw StartError(what);
}

std::uint64_t number(Sql& sql, const char* text) {
  Statement statement(sql, text);
  auto rows = statement();
  return rows.next() ? rows.number(0) : 0;
}

// One read transaction over the whole copy: a moment's state, and nobody who writes has to wait. In pieces it would
// begin again at each commit of the relay.
void copy(Sql& from, Sql& to, const fs::path& source, const fs::path& target) {
  sqlite3_busy_timeout(from.handle(), busy_patience);
  auto* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  const int outcome = backup == nullptr ? sqlite3_errcode(to.handle()) : sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (outcome == SQLITE_DONE) return;
  if (outcome == SQLITE_FULL) fail("The disk of " + target.string() + " is full. Make room, or name a file elsewhere.");
  if (outcome == SQLITE_CORRUPT || outcome == SQLITE_NOTADB)
    fail("The database " + source.string() +
         " is damaged, so it is not copied. An older backup, if there is one, stays as it is.");
  fail("The database " + source.string() + " could not be copied. Check who owns it and the new file's folder.");
}

std::vector<std::string> keep_files(Sql& to, const fs::path& data) {
  to.execute("CREATE TABLE kept_file(name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
  std::vector<std::string> kept;
  for (const char* name : kept_files) {
    const auto bytes = read_small(data / name, kept_file_max);
    if (!bytes) continue;
    Statement insert(to, "INSERT INTO kept_file(name, bytes) VALUES(CAST(? AS TEXT), ?)");
    insert.run(bytes_of(name), ByteView(*bytes));
    kept.emplace_back(name);
  }
  return kept;
}

void require_whole(Sql& sql, const fs::path& file) {
  Statement check(sql, "PRAGMA quick_check(1)");
  auto rows = check();
  if (!rows.next() || text_of(rows.bytes(0)) != "ok")
    fail("The copy " + file.string() + " is not whole. Try again, or elsewhere.");
}

void sync(const fs::path& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open() || ::fsync(file.get()) != 0)
    fail("The file " + path.string() + " cannot be written: the disk reports an error.");
}

// A fresh file that only its owner may read; gone again unless it was put in its place.
class FreshFile {
public:
  explicit FreshFile(fs::path path) : path_(std::move(path)) {
    ::unlink(path_.c_str());
    ::unlink((path_.string() + "-journal").c_str());  // of one that was broken off; SQLite would take it for this one's
    const File file(path_, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!file.is_open()) fail("The file " + path_.string() + " cannot be written. Check who owns its folder.");
  }
  ~FreshFile() {
    if (!kept_) ::unlink(path_.c_str());
  }
  FreshFile(const FreshFile&) = delete;
  FreshFile& operator=(const FreshFile&) = delete;
  const fs::path& path() const { return path_; }
  void put_in_place_of(const fs::path& target) {
    sync(path_);
    put_in_place(path_, target);
    kept_ = true;
  }

private:
  fs::path path_;
  bool kept_ = false;
};

void require_relay(const fs::path& data) {
  if (!fs::exists(data / "relay.key") || !fs::exists(data / database_name))
    fail("There is no relay in " + data.string() +
         ". Name its folder with --data, or its file of settings with --config.");
}

// What it replaced there could be the key, or the database that is open.
void require_elsewhere(const fs::path& data, const fs::path& file) {
  std::error_code none;
  if (fs::equivalent(file.has_parent_path() ? file.parent_path() : ".", data, none))
    fail("The file " + file.string() +
         " would lie in the relay's own folder. Name one in another folder, best on another disk.");
}

void require_no_relay(const fs::path& data) {
  if (is_half_restored(data)) return;  // what is there is of that restore
  for (const auto& name : data_file_names()) {
    const bool says_nothing =
        name == "relay.lock" || name == damage_mark_name || name.ends_with(".new") || name.ends_with("-journal");
    if (!says_nothing && fs::exists(data / name))
      fail("There is something of a relay in " + data.string() + " already (" + name +
           "). Restore into an empty folder, or move that away first; '" + command("purge") + "' deletes it for good.");
  }
}

// The small files of a restore, gone again unless it came to its end: half of a relay is none.
class SmallFiles {
public:
  explicit SmallFiles(fs::path data) : data_(std::move(data)) {}
  ~SmallFiles() {
    if (kept_) return;
    for (const char* name : kept_files) ::unlink((data_ / name).c_str());
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;
  void keep() { kept_ = true; }

private:
  fs::path data_;
  bool kept_ = false;
};

void put_files_back(Sql& from, const fs::path& data, BackupFacts& facts) {
  Statement all(from, "SELECT name, bytes FROM kept_file");
  auto rows = all();
  while (rows.next()) {
    const auto name = to_string(rows.bytes(0));
    const bool known =
        std::any_of(std::begin(kept_files), std::end(kept_files), [&](const char* one) { return name == one; });
    if (!known) continue;
    write_private(data / name, rows.bytes(1));
    facts.files.push_back(name);
  }
}

}  // namespace

BackupFacts make_backup(const fs::path& data, const fs::path& file) {
  require_relay(data);
  require_elsewhere(data, file);
  std::error_code none;
  if (fs::is_directory(file, none)) fail(file.string() + " is a folder. Name the file that the backup becomes.");
  BackupFacts facts;
  FreshFile fresh(file.string() + ".new");
  {
    const auto source = data / database_name;
    Sql from(source.string(), SQLITE_OPEN_READONLY), to(fresh.path().string(), SQLITE_OPEN_READWRITE);
    if (from.has_failed())
      fail("The database " + source.string() + " cannot be read. Run this as root or as the relay's own user.");
    copy(from, to, source, fresh.path());
    to.execute("PRAGMA journal_mode = DELETE");  // one file, with nothing beside it
    facts.files = keep_files(to, data);
    facts.rooms = number(to, "SELECT count(*) FROM room WHERE ended_on IS NULL");
    if (to.has_failed())
      fail("The file " + fresh.path().string() + " could not be written to its end. Is its disk full?");
    require_whole(to, fresh.path());
  }
  facts.bytes = fs::file_size(fresh.path());
  fresh.put_in_place_of(file);
  return facts;
}

BackupFacts restore_backup(const fs::path& file, const fs::path& data) {
  if (!fs::exists(file)) fail("There is no file " + file.string() + ".");
  std::error_code error;
  fs::create_directories(data, error);
  if (error) fail("The folder " + data.string() + " cannot be made. Choose another one with --data.");
  const DirectoryLock lock(data);
  give_to_owner_of(data, data / "relay.lock");
  require_no_relay(data);
  fs::permissions(data, fs::perms::owner_all, error);
  BackupFacts facts;
  FreshFile fresh(data / restored_name);  // of this name until all is there: so a start knows half of a relay
  SmallFiles small(data);
  {
    Sql from(file.string(), SQLITE_OPEN_READONLY), to(fresh.path().string(), SQLITE_OPEN_READWRITE);
    if (from.has_failed() || number(from, "SELECT count(*) FROM kept_file") == 0 || from.has_failed())
      fail("The file " + file.string() + " is not a backup of a relay. '" + program_name() + " backup FILE' makes one.");
    copy(from, to, file, fresh.path());
    to.execute("DROP TABLE kept_file");
    facts.rooms = number(to, "SELECT count(*) FROM room WHERE ended_on IS NULL");
    if (to.has_failed())
      fail("The database in " + file.string() + " is damaged. Take another backup, if there is one.");
    require_whole(to, fresh.path());
    put_files_back(from, data, facts);
  }
  facts.bytes = fs::file_size(fresh.path());
  give_to_owner_of(data, fresh.path());
  fresh.put_in_place_of(data / database_name);  // last: a folder with a database is a whole relay
  small.keep();
  ::unlink((data / damage_mark_name).c_str());
  return facts;
}

}  // namespace twinlamp::relay

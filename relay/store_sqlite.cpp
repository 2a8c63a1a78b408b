#include "relay/store_sqlite.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <utility>

#include "relay/store_check.h"
#include "relay/store_checkpoint.h"
#include "relay/store_operations.h"
#include "relay/store_schema.h"

namespace twinlamp::relay {
namespace {

constexpr int pages_to_checkpoint = 1000;
constexpr int pages_at_most = 16'384;  // 64 MiB of log: then the writer copies it itself
constexpr std::int64_t pages_kept_free = 2048;

bool is_read(const store::Operation& operation) {
  if (const auto* open = std::get_if<store::OpenRoom>(&operation)) return !open->create;
  return std::holds_alternative<store::Read>(operation) || std::holds_alternative<store::LatchRead>(operation) ||
         std::holds_alternative<store::LatchReleases>(operation) ||
         std::holds_alternative<store::HeadRead>(operation) || std::holds_alternative<store::CountRooms>(operation);
}

// What changes nothing, or would only if its room were not there: nearly every login.
bool may_only_read(const store::Request& request) {
  return is_read(request.operation) || std::holds_alternative<store::OpenRoom>(request.operation);
}

// What may succeed where nothing more can be stored, because it gives room back.
bool gives_back(const store::Operation& operation) {
  return std::holds_alternative<store::Acknowledge>(operation) || std::holds_alternative<store::EraseRoom>(operation) ||
         std::holds_alternative<store::Sweep>(operation) || std::holds_alternative<store::KeepAge>(operation);
}

// A room's first week, by what its limits say of it. A tombstone takes a scalar away.
bool is_of_a_young_room(const store::Operation& operation) {
  if (const auto* append = std::get_if<store::Append>(&operation)) return append->max_room_bytes != 0;
  const auto* latch = std::get_if<store::LatchWrite>(&operation);
  return latch && latch->max_room_bytes != 0 && latch->row.kind != store::LatchKind::tombstone;
}

// After which something is in the log that is to be nowhere any more.
bool forgets(const store::Operation& operation) {
  return std::holds_alternative<store::Acknowledge>(operation) || std::holds_alternative<store::LatchWrite>(operation) ||
         std::holds_alternative<store::HeadWrite>(operation) || std::holds_alternative<store::Raise>(operation);
}

bool forgets_much(const store::Operation& operation) {
  return std::holds_alternative<store::EraseRoom>(operation) || std::holds_alternative<store::Sweep>(operation);
}

}  // namespace

struct SqliteStore::Database {
  enum class Allow { all, giving_back, reading };
  enum class Space { plenty, little, least };
  enum class Log { holds_nothing, to_empty_at_rest, to_empty };  // of what was deleted

  DirectoryLock lock;
  std::string file;
  Sql sql;
  std::unique_ptr<Operations> operations;
  std::unique_ptr<Checkpointer> checkpointer;
  std::unique_ptr<StoreCheck> check;
  std::function<void(std::string)> on_damage;
  std::function<DiskSpace()> space_now;
  std::uint64_t disk_floor = 0;
  Space space = Space::plenty;
  store::Age age{};
  Log log = Log::to_empty_at_rest;  // of the run before nothing is known
  int log_pages = 0;          // as of the last commit that wrote
  bool has_written = false;
  std::optional<int> tidied;  // SQLite's count of changes when there was nothing left to tidy

  explicit Database(const SqliteOptions& options);
  ~Database();

  // One transaction; empty if it could not be committed: then nothing of it was done.
  std::optional<std::vector<store::Result>> look(const std::vector<store::Request>& requests);
  std::optional<std::vector<store::Result>> attempt(const std::vector<store::Request>& requests, Allow allow);
  store::Result answer(const store::Request& request, Allow allow);
  void after_commit();
  bool give_pages_back();
  Space look_at_disk() const;
  void note_log(const std::vector<store::Request>& requests);
  void shorten_log();
  void empty_log();
  void give_up();  // what was not committed; damage is told
};

SqliteStore::Database::Database(const SqliteOptions& options)
    : lock(options.directory),
      file(prepare_file(options.directory)),
      sql(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX),
      on_damage(options.on_damage),
      space_now([look = options.space, directory = options.directory] { return look(directory); }),
      disk_floor(options.disk_floor) {
  prepare_database(sql, file);
  check = std::make_unique<StoreCheck>(file, on_damage);
  operations = std::make_unique<Operations>(sql);
  age = operations->age();
  if (sql.failure() == SQLITE_CORRUPT) throw DamageError(damage_of(file));
  if (sql.has_failed()) throw StoreError("The database " + file + " lacks a table. Restore it from a backup.");
  checkpointer = std::make_unique<Checkpointer>(file);
  const auto on_commit = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<Database*>(self)->log_pages = pages;
    static_cast<Database*>(self)->has_written = true;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(sql.handle(), on_commit, this);
}

// The last connection to close empties the log.
SqliteStore::Database::~Database() {
  check.reset();
  checkpointer.reset();
  operations.reset();
}

SqliteStore::SqliteStore(const SqliteOptions& options) : database_(std::make_unique<Database>(options)) {
  if (options.max_pages != 0) set_max_pages(options.max_pages);
}
SqliteStore::~SqliteStore() = default;

// Where the whole group fails, what gives room back is tried alone, then what only reads: a full disk still empties.
std::vector<store::Result> SqliteStore::apply(const std::vector<store::Request>& requests) {
  if (auto results = database_->look(requests)) return std::move(*results);
  for (const auto allow : {Database::Allow::all, Database::Allow::giving_back, Database::Allow::reading}) {
    if (auto results = database_->attempt(requests, allow)) return std::move(*results);
  }
  std::vector<store::Result> results;
  for (const auto& request : requests) results.push_back({request.id, request.room, store::Status::unavailable, {}});
  return results;
}

// Without a lock for writing. Empty: it takes one, or it did not succeed.
std::optional<std::vector<store::Result>> SqliteStore::Database::look(const std::vector<store::Request>& requests) {
  if (!std::all_of(requests.begin(), requests.end(), may_only_read)) return std::nullopt;
  auto results = attempt(requests, Allow::reading);
  const auto failed = [](const store::Result& result) { return result.status == store::Status::unavailable; };
  if (results && std::any_of(results->begin(), results->end(), failed)) results.reset();
  return results;
}

std::optional<std::vector<store::Result>> SqliteStore::Database::attempt(const std::vector<store::Request>& requests,
                                                                         Allow allow) {
  std::vector<store::Result> results;
  results.reserve(requests.size());
  if (allow == Allow::all) space = look_at_disk();
  sql.execute(allow == Allow::reading ? "BEGIN" : "BEGIN IMMEDIATE");
  for (const auto& request : requests) results.push_back(answer(request, allow));
  if (sql.execute("COMMIT")) {
    note_log(requests);
    after_commit();
    return results;
  }
  give_up();
  return std::nullopt;
}

store::Result SqliteStore::Database::answer(const store::Request& request, Allow allow) {
  store::Result result{request.id, request.room, store::Status::unavailable, {}};
  const auto* open = std::get_if<store::OpenRoom>(&request.operation);
  if (open && open->create && (allow != Allow::all || space != Space::plenty)) {
    store::OpenRoom look = *open;
    look.create = false;
    std::tie(result.status, result.reply) = operations->apply({request.id, request.room, look});
    if (result.status == store::Status::absent && allow != Allow::all) result.status = store::Status::unavailable;
    return result;
  }
  if (space == Space::least && is_of_a_young_room(request.operation)) return result;
  const bool allowed = allow == Allow::all || is_read(request.operation) ||
                       (allow == Allow::giving_back && gives_back(request.operation));
  if (allowed) std::tie(result.status, result.reply) = operations->apply(request);
  return result;
}

void SqliteStore::Database::give_up() {
  if (sql.failure() == SQLITE_CORRUPT && on_damage) std::exchange(on_damage, nullptr)(damage_of(file));
  sql.rollback();
}

void SqliteStore::Database::after_commit() {
  if (!std::exchange(has_written, false)) return;
  if (log_pages >= pages_at_most) {
    sqlite3_wal_checkpoint_v2(sql.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  } else if (log_pages >= pages_to_checkpoint) {
    checkpointer->wake();
  }
}

SqliteStore::Database::Space SqliteStore::Database::look_at_disk() const {
  if (disk_floor == 0) return Space::plenty;
  const auto disk = space_now();
  const auto floor = std::min(disk_floor, disk.all / 10);
  return disk.free >= floor ? Space::plenty : disk.free >= floor / 2 ? Space::little : Space::least;
}

void SqliteStore::Database::note_log(const std::vector<store::Request>& requests) {
  for (const auto& request : requests) {
    if (forgets(request.operation)) log = std::max(log, Log::to_empty_at_rest);
    if (forgets_much(request.operation)) log = Log::to_empty;
  }
}

bool SqliteStore::tidy() {
  auto& database = *database_;
  const auto changes = sqlite3_total_changes(database.sql.handle());
  if (database.tidied == changes) return false;
  database.sql.execute("BEGIN IMMEDIATE");
  const bool more = database.operations->free_some();
  if (database.sql.execute("COMMIT")) {
    database.after_commit();
    if (more || database.give_pages_back()) return true;
    if (database.log == Database::Log::to_empty) database.empty_log();
    database.shorten_log();
    database.tidied = sqlite3_total_changes(database.sql.handle());
    return false;
  }
  database.give_up();
  return false;
}

bool SqliteStore::Database::give_pages_back() {
  std::int64_t free_pages = 0;
  {
    Statement count(sql, "PRAGMA freelist_count");
    auto rows = count();
    if (rows.next()) free_pages = rows.integer(0);
  }
  const bool too_many = free_pages > pages_kept_free;
  if (too_many) sql.execute("PRAGMA incremental_vacuum(64)");
  const bool worked = !sql.has_failed();
  sql.rollback();
  after_commit();
  return too_many && worked && free_pages - 64 > pages_kept_free;
}

// A log that was copied is written from its start again, but its file stays as long as it ever was. With next to nothing left
// to copy this is quick; whoever reads just now is not waited for.
void SqliteStore::Database::shorten_log() {
  if (log_pages >= pages_to_checkpoint) empty_log();
}

void SqliteStore::Database::empty_log() {
  if (!checkpointer->is_resting()) return;
  sqlite3_busy_timeout(sql.handle(), 0);
  const int code = sqlite3_wal_checkpoint_v2(sql.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(sql.handle(), busy_milliseconds);
  log_pages = 0;
  if (code == SQLITE_OK) log = Log::holds_nothing;
}

bool SqliteStore::rest() {
  if (database_->log != Database::Log::holds_nothing) database_->empty_log();
  return database_->log != Database::Log::holds_nothing;
}

DiskSpace space_around(const std::filesystem::path& directory) {
  struct statvfs status {};
  if (::statvfs(directory.c_str(), &status) != 0) return {~std::uint64_t{0}, ~std::uint64_t{0}};
  return {std::uint64_t{status.f_bavail} * status.f_frsize, std::uint64_t{status.f_blocks} * status.f_frsize};
}

store::Age SqliteStore::age() const { return database_->age; }

void SqliteStore::set_max_pages(std::uint32_t pages) {
  database_->sql.execute(("PRAGMA max_page_count = " + std::to_string(pages)).c_str());
  database_->sql.rollback();
}

}  // namespace twinlamp::relay

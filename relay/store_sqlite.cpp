#include "relay/store_sqlite.h"

#include "relay/store_checkpoint.h"
#include "relay/store_operations.h"
#include "relay/store_schema.h"

namespace twinlamp::relay {
namespace {

constexpr int pages_to_checkpoint = 1000;
constexpr int pages_at_most = 32'768;  // 128 MiB of log: then the writer copies it itself
constexpr std::int64_t pages_kept_free = 2048;

bool is_read(const store::Operation& operation) {
  if (const auto* open = std::get_if<store::OpenRoom>(&operation)) return !open->create;
  return std::holds_alternative<store::Read>(operation) || std::holds_alternative<store::LatchRead>(operation) ||
         std::holds_alternative<store::LatchReleases>(operation) || std::holds_alternative<store::HeadRead>(operation) ||
         std::holds_alternative<store::CountRooms>(operation);
}

// What may succeed where nothing more can be stored, because it gives room back.
bool gives_back(const store::Operation& operation) {
  return std::holds_alternative<store::Acknowledge>(operation) || std::holds_alternative<store::EraseRoom>(operation) ||
         std::holds_alternative<store::Sweep>(operation);
}

}  // namespace

struct SqliteStore::Database {
  enum class Allow { all, giving_back, reading };

  DirectoryLock lock;
  std::string file;
  Sql sql;
  std::unique_ptr<Operations> operations;
  std::unique_ptr<Checkpointer> checkpointer;
  int log_pages = 0;

  explicit Database(const SqliteOptions& options);
  ~Database();

  // One transaction; empty if it could not be committed: then nothing of it was done.
  std::optional<std::vector<store::Result>> attempt(const std::vector<store::Request>& requests, Allow allow);
  store::Result answer(const store::Request& request, Allow allow);
  void after_commit();
  bool give_pages_back();
};

SqliteStore::Database::Database(const SqliteOptions& options)
    : lock(options.directory),
      file(prepare_file(options.directory)),
      sql(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX) {
  prepare_database(sql, file);
  operations = std::make_unique<Operations>(sql);
  if (sql.has_failed()) throw StoreError("The database " + file + " lacks a table. Restore it from a backup.");
  checkpointer = std::make_unique<Checkpointer>(file);
  const auto on_commit = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<Database*>(self)->log_pages = pages;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(sql.handle(), on_commit, this);
}

// The last connection to close empties the log.
SqliteStore::Database::~Database() {
  checkpointer.reset();
  operations.reset();
}

SqliteStore::SqliteStore(const SqliteOptions& options) : database_(std::make_unique<Database>(options)) {
  if (options.max_pages != 0) set_max_pages(options.max_pages);
}
SqliteStore::~SqliteStore() = default;

// Where the whole group fails, what gives room back is tried alone, then what only reads: a full disk still empties.
std::vector<store::Result> SqliteStore::apply(const std::vector<store::Request>& requests) {
  for (const auto allow : {Database::Allow::all, Database::Allow::giving_back, Database::Allow::reading}) {
    if (auto results = database_->attempt(requests, allow)) return std::move(*results);
  }
  std::vector<store::Result> results;
  for (const auto& request : requests) results.push_back({request.id, request.room, store::Status::unavailable, {}});
  return results;
}

std::optional<std::vector<store::Result>> SqliteStore::Database::attempt(const std::vector<store::Request>& requests,
                                                                         Allow allow) {
  std::vector<store::Result> results;
  results.reserve(requests.size());
  sql.execute(allow == Allow::reading ? "BEGIN" : "BEGIN IMMEDIATE");
  for (const auto& request : requests) results.push_back(answer(request, allow));
  if (sql.execute("COMMIT")) {
    after_commit();
    return results;
  }
  sql.rollback();
  return std::nullopt;
}

store::Result SqliteStore::Database::answer(const store::Request& request, Allow allow) {
  store::Result result{request.id, request.room, store::Status::unavailable, {}};
  const auto* open = std::get_if<store::OpenRoom>(&request.operation);
  if (open && open->create && allow != Allow::all) {
    store::OpenRoom look = *open;
    look.create = false;
    std::tie(result.status, result.reply) = operations->apply({request.id, request.room, look});
    if (result.status == store::Status::absent) result.status = store::Status::unavailable;
    return result;
  }
  const bool allowed = allow == Allow::all || is_read(request.operation) ||
                       (allow == Allow::giving_back && gives_back(request.operation));
  if (allowed) std::tie(result.status, result.reply) = operations->apply(request);
  return result;
}

void SqliteStore::Database::after_commit() {
  if (log_pages >= pages_at_most) {
    sqlite3_wal_checkpoint_v2(sql.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  } else if (log_pages >= pages_to_checkpoint) {
    checkpointer->wake();
  }
  log_pages = 0;
}

bool SqliteStore::tidy() {
  auto& database = *database_;
  database.sql.execute("BEGIN IMMEDIATE");
  const bool more = database.operations->free_some();
  if (database.sql.execute("COMMIT")) {
    database.after_commit();
    return more || database.give_pages_back();
  }
  database.sql.rollback();
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

void SqliteStore::set_max_pages(std::uint32_t pages) {
  database_->sql.execute(("PRAGMA max_page_count = " + std::to_string(pages)).c_str());
  database_->sql.rollback();
}

}  // namespace twinlamp::relay

#include "tests/support/unreadable_disk.h"

#include <dlfcn.h>
#include <sqlite3.h>

#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>

namespace {

std::mutex mutex;
std::string broken;  // empty: no folder is
bool refuses = false;
std::uint64_t refusals = 0;

bool is_refused(sqlite3_stmt* statement) {
  const std::lock_guard lock(mutex);
  const char* sql = sqlite3_sql(statement);
  const char* file = broken.empty() ? nullptr : sqlite3_db_filename(sqlite3_db_handle(statement), "main");
  if (sql == nullptr || file == nullptr || !std::string_view(file).starts_with(broken)) return false;
  refuses = refuses || std::string_view(sql) == "COMMIT";
  if (!refuses || !std::string_view(sql).starts_with("SELECT")) return false;
  ++refusals;
  return true;
}

}  // namespace

namespace twinlamp::test {

UnreadableDisk::UnreadableDisk(const std::filesystem::path& folder, From from) {
  const std::lock_guard lock(mutex);
  broken = (std::filesystem::canonical(folder) / "").string();
  refuses = from == From::now;
  refusals = 0;
}

UnreadableDisk::~UnreadableDisk() {
  const std::lock_guard lock(mutex);
  broken.clear();
}

std::uint64_t UnreadableDisk::refused() const {
  const std::lock_guard lock(mutex);
  return refusals;
}

}  // namespace twinlamp::test

extern "C" __attribute__((visibility("default"))) int sqlite3_step(sqlite3_stmt* statement) {
  static const auto real = reinterpret_cast<int (*)(sqlite3_stmt*)>(dlsym(RTLD_NEXT, "sqlite3_step"));
  if (real == nullptr) std::abort();
  return is_refused(statement) ? SQLITE_IOERR_READ : real(statement);
}

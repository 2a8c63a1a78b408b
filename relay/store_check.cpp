#include "relay/store_check.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>

#include "relay/store_schema.h"
#include "relay/store_sqlite.h"

namespace twinlamp::relay {
namespace {

constexpr std::uintmax_t small = 16ull << 20;  // bytes: some 80 ms
constexpr int low_priority = 10;
constexpr int steps_between_looks = 10'000;

}  // namespace

StoreCheck::StoreCheck(const std::string& file, OnDamage on_damage)
    : sql_(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX) {
  configure(sql_);
  std::error_code unreadable;
  if (std::filesystem::file_size(file, unreadable) <= small) {
    if (!is_sound(sql_)) throw DamageError(damage_of(file));
    return;
  }
  sqlite3_progress_handler(
      sql_.handle(), steps_between_looks, [](void* self) { return static_cast<StoreCheck*>(self)->stops_ ? 1 : 0; }, this);
  thread_ = std::thread([this, file, tell = std::move(on_damage)] { read_all(file, tell); });
}

StoreCheck::~StoreCheck() {
  if (!thread_.joinable()) return;
  stops_ = true;
  thread_.join();
}

void StoreCheck::read_all(const std::string& file, const OnDamage& on_damage) {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);  // of this thread alone
  if (!is_sound(sql_) && !stops_ && on_damage) on_damage(damage_of(file));
}

}  // namespace twinlamp::relay

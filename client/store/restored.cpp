#include "client/store/restored.h"

#include <algorithm>

namespace twinlamp::client {

Result<bool> was_restored(const Storage& storage) {
  auto value = storage.value(restored_key);
  if (!value) return value.error();
  return value->has_value();
}

Result<std::optional<WallTime>> last_backup(const Storage& storage) {
  auto value = storage.value(last_backup_key);
  if (!value) return value.error();
  if (!*value) return std::optional<WallTime>();
  ByteReader reader(**value);
  const auto moment = reader.u64();
  if (!reader.is_done() || moment > static_cast<std::uint64_t>(last_wall_time.time_since_epoch().count())) return std::optional<WallTime>();
  return std::optional(WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(moment))));
}

SecretBytes encode_moment(WallTime moment) {
  return to_secret(ByteWriter().u64(static_cast<std::uint64_t>(std::max<std::int64_t>(moment.time_since_epoch().count(), 0))).view());
}

}  // namespace twinlamp::client

// What a store remembers of backups: that it was made from one, and when the last one was made of it. Neither goes into a backup.
#pragma once

#include <optional>

#include "protocol/base/time.h"
#include "protocol/device/storage.h"

namespace twinlamp::client {

inline constexpr const char* restored_key = "restored";        // made u64, milliseconds: of the backup
inline constexpr const char* last_backup_key = "last-backup";  // the same, of the last one that was made here

// Whether this profile came out of a backup, and its device has not made up for it yet: it may know less of its own log than others do.
// Whoever has brought the device back to what it knew takes the value away, in the transaction that says so.
Result<bool> was_restored(const Storage& storage);

Result<std::optional<WallTime>> last_backup(const Storage& storage);
SecretBytes encode_moment(WallTime moment);

}  // namespace twinlamp::client

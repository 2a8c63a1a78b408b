// What a store holds and a backup does not (backup_records.h says why): a writer leaves it out, and a backup that holds it nevertheless was made by
// somebody else, and is refused.
#pragma once

#include <string_view>

#include "client/store/restored.h"
#include "protocol/device/journal_keeper.h"

namespace twinlamp::client {

inline bool is_left_out(std::string_view name) {
  return name == JournalKeeper::snapshot_key || name == restored_key || name == last_backup_key || name == "pairing" || name.starts_with("store/");
}

}  // namespace twinlamp::client

// What the partner has said of its own log beyond what is here: "my entry n is X". If another entry comes to stand at n, its log went two ways.
//
// Kept over restarts, or a client that shows X, is not heard of for a while, and then shows another entry would go unnoticed. At most most_kept
// places: of more, the highest go, since a log reaches them last, if ever. What has come is compared and forgotten.
//   "claims"  u8 1 | for each: seq u64 | id 32, by seq
// Not thread-safe.
#pragma once

#include <map>

#include "protocol/device/storage.h"
#include "protocol/journal/entry.h"
#include "protocol/journal/log.h"

namespace twinlamp {

class Claims {
public:
  static constexpr const char* key = "claims";
  static constexpr std::size_t most_kept = 16;

  Result<void> load(const Storage& storage);  // corrupt: what is stored
  // By a HAVE, of a place above `head`. False: it has said another id before.
  bool claim(std::uint64_t seq, const EntryId& id, Transaction& transaction);
  // An entry of theirs has been let in; it is their head here now. False: they have said another id.
  bool fulfil(const LogHead& head, Transaction& transaction);

private:
  void store(Transaction& transaction) const;

  std::map<std::uint64_t, EntryId> said_;
};

}  // namespace twinlamp

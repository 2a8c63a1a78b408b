// What a Device needs to remember: the contract between the protocol and whatever keeps its bytes.
//
// A Device changes nothing on disk itself. It hands out one Transaction at a time; the driver commits it as a whole, durably (power cut included), and
// only then tells the Device, which then lets go of the frames that depend on it. Everything secret here is SecretBytes; the
// store keeps entries' bodies, outbox rows and values AEAD-sealed at rest.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/result.h"
#include "protocol/base/secret.h"

namespace twinlamp {

struct StoredEntry {
  std::uint8_t author = 0;
  std::uint64_t seq = 0;
  std::uint64_t lamport = 0;
  Bytes wire;                 // the entry as protocol/journal encodes it, body included unless erased
};

using PostId = ByteArray<16>;
struct OutboxRow {
  std::uint64_t order = 0;    // rising; rows are sent in this order
  PostId client_id{};
  std::uint32_t epoch = 0;
  Bytes envelope;             // the final ciphertext: a resend sends these bytes
};

// The end of a log that its author gives up: every entry of `author` after `seq` leaves.
struct LogCut {
  std::uint8_t author = 0;
  std::uint64_t seq = 0;
};

struct Transaction {
  std::optional<LogCut> cut;           // comes before `entries`
  std::vector<StoredEntry> entries;    // new, or the same (author, seq) again with its body erased: replaces
  std::vector<OutboxRow> outbox_added;
  std::vector<PostId> outbox_removed;  // the relay has them
  std::map<std::string, std::optional<SecretBytes>> values;  // set, or removed where empty

  bool is_empty() const { return !cut && entries.empty() && outbox_added.empty() && outbox_removed.empty() && values.empty(); }
};

// The read side. Single-threaded; called only from within calls to the Device.
class Storage {
public:
  virtual ~Storage() = default;

  // All or nothing, fsynced. unavailable: disk full or the like; nothing was changed and the same may be tried again.
  virtual Result<void> commit(const Transaction& transaction) = 0;

  virtual Result<std::optional<SecretBytes>> value(const std::string& key) const = 0;
  virtual Result<std::vector<OutboxRow>> outbox() const = 0;  // in order
  virtual Result<std::optional<StoredEntry>> entry(std::uint8_t author, std::uint64_t seq) const = 0;
  virtual Result<std::uint64_t> last_seq(std::uint8_t author) const = 0;  // 0 = none
  // In the order of the journal, (lamport, author), from `lamport` on (inclusive). A false from the visitor stops.
  virtual Result<void> for_each_entry(std::uint64_t lamport, const std::function<bool(const StoredEntry&)>& visit) const = 0;
};

}  // namespace twinlamp

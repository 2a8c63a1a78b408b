// The inside of a backup: records, one after the other, then zeros.
//
//   record = kind u8 | size u32 | body
//     1 about    the first, once: version u8 = 1 | made u64, milliseconds of wall time | lv(relay address) | lv(look)
//     2 value    lv(name) | bytes: a value of the store, as it was
//     3 entry    author u8 | seq u64 | lamport u64 | the entry as the journal encodes it; in the journal's order
//     4 row      order u64 | client id 16 | epoch u32 | the envelope: what the relay had not taken yet
//     5 deck     lv(file name) | text: a file of own cards that lies in the profile
//     6 end      the last, once: how many of 2 to 5 there were, u64 each
//
// Which values there are is the store's matter, so a value that comes with a later version is in it as well. Left out, in the writer:
//   - the profile key, and the passphrase that wraps it: a restored profile gets its own, and this file has another;
//   - the snapshot of the fold: it follows from the journal;
//   - a pairing that was not confirmed: its secrets are good for one meeting;
//   - where the window stands, and a pause: of this laptop, and of this moment; when the last backup was made.
// Bad input: malformed, and nothing is guessed. A reader holds one record, not the file.
#pragma once

#include <variant>

#include "protocol/base/time.h"
#include "protocol/device/storage.h"
#include "protocol/journal/entry.h"

namespace twinlamp::client {

struct BackupAbout {
  WallTime made{};
  std::string relay_address;  // as it is now: it may have moved since the pairing
  std::string look;           // encode_open_settings()
};
struct BackupValue {
  std::string name;
  SecretBytes bytes;
};
struct BackupDeck {
  std::string name;  // a.toml: letters, digits, '-', '_' and '.', no folder
  std::string text;
};
struct BackupEnd {
  std::uint64_t values = 0, entries = 0, rows = 0, decks = 0;
  friend bool operator==(const BackupEnd&, const BackupEnd&) = default;
};
using BackupRecord = std::variant<BackupAbout, BackupValue, StoredEntry, OutboxRow, BackupDeck, BackupEnd>;

inline constexpr std::size_t most_backup_value = 16u << 20;
inline constexpr std::size_t most_backup_deck = 256u << 10;

bool is_deck_file_name(std::string_view name);

// Precondition: within the bounds that a reader has.
void append_record(SecretBytes& out, const BackupRecord& record);

class RecordReader {
public:
  void push(ByteView bytes);
  // The next whole record; empty: push more. After the end: empty, and malformed for anything but zeros. After an error: the same again.
  Result<std::optional<BackupRecord>> next();
  bool has_ended() const { return has_ended_; }

private:
  Result<BackupRecord> taken(std::uint8_t kind, ByteView body);
  Result<void> note(const BackupRecord& record);

  SecretBytes held_;
  std::size_t at_ = 0;
  BackupEnd seen_;
  bool has_begun_ = false, has_ended_ = false;
  std::uint64_t last_lamport_ = 0;
  std::uint8_t last_author_ = 0;
};

}  // namespace twinlamp::client

// Writes a backup of one profile, a piece at a time, and reads it back before it gets its name.
//
//   begin() → step() until it is done, both on the store's thread → finish(), on any.
// What goes in is the profile at begin(): its values and its outbox are read then, all at once, and its two logs up to where they end then. Entries
// are read by and by, a few a step: they never change, but for words that are erased meanwhile, which are then erased in the backup, too, and for a log
// that is cut, since it had gone two ways: what is here by then fits together no more, and ends it (conflict).
// So nobody waits for it, and it holds little however long the two have written.
// Until finish() has succeeded there is no file of the name. An error ends it; destroying it leaves nothing behind.
#pragma once

#include <atomic>
#include <vector>

#include "client/backup/backup_file.h"
#include "client/backup/backup_records.h"
#include "client/store/sqlite_storage.h"

namespace twinlamp::client {

class BackupWriter {
public:
  struct Parts {
    BackupAbout about;
    std::vector<BackupDeck> decks;
  };

  // `storage` outlives the steps. conflict: there is a file of that name; unavailable: the disk.
  static Result<BackupWriter> begin(const SqliteStorage& storage, const Parts& parts, const Key& master, const PassphraseCost& cost,
                                    const ByteArray<16>& salt, const Path& file, bool replace);

  // A few milliseconds' work. True: there is more.
  Result<bool> step();
  // Brings it to the disk, reads all of it back from there and compares, then gives it its name. corrupt: it is not what was written.
  Result<void> finish(const std::function<bool()>& stop = {});

  int permille() const { return total_ == 0 ? 1000 : static_cast<int>(written_.entries * 1000 / total_); }

private:
  struct Digest;

  BackupWriter(const SqliteStorage& storage, BackupSealer sealer, CopyFile copy, const Key& master, bool replace);
  Result<void> put_values();
  Result<void> put(const BackupRecord& record);
  Result<void> put_pieces(bool is_last);
  Result<void> read_back(const std::function<bool()>& stop);

  const SqliteStorage* storage_;
  BackupSealer sealer_;
  CopyFile copy_;
  Key master_;
  bool replace_;
  SecretBytes held_;  // less than a piece, between the steps
  std::shared_ptr<Digest> digest_;
  BackupEnd written_;
  std::uint64_t heads_[2] = {}, total_ = 0, next_lamport_ = 0, cuts_ = 0;
  std::optional<EntryOrder> last_;
};

}  // namespace twinlamp::client

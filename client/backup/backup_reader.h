// Reads a backup: as often as one likes, each time the whole of it, each byte verified before anything is made of it.
//
// The errors are sentences for people. Nothing is changed by reading. Not thread-safe.
#pragma once

#include "client/backup/backup_file.h"
#include "client/backup/backup_records.h"

namespace twinlamp::client {

class BackupReader {
public:
  using Visitor = std::function<Result<void>(BackupRecord record)>;
  using Progress = std::function<bool(int permille)>;  // false: stop

  // not_found: no such file; malformed, refused: by its head. Computes nothing yet.
  static Result<BackupReader> open(const Path& file);
  BackupReader(BackupReader&& other) noexcept;
  BackupReader& operator=(BackupReader&&) = delete;
  ~BackupReader();

  // unauthentic: wrong. Takes a second.
  Result<void> unlock(std::string_view passphrase);
  // From its first record to its last, once unlocked. Ends with the first error, the visitor's too; cancelled where it was stopped.
  Result<void> read(const Visitor& visit, const Progress& progress = {}) const;

private:
  explicit BackupReader(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  std::uint64_t size_ = 0;
  BackupHead head_;
  std::optional<Key> master_;
};

// The records of these pieces. Visitor and errors as above.
Result<void> read_backup_records(const BackupSource& source, BackupOpener opener, const BackupReader::Visitor& visit);

}  // namespace twinlamp::client

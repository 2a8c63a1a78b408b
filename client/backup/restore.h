// A profile made out of a backup: beside the one that is there, then in its place, as a whole.
//
//   build_restored()   checks the whole file, then makes <profile>/restoring: a key (unless the profile's stays), member, database, look, own decks.
//                      What is there is not touched.
//   take_restored()    one rename, restoring → restored: from here on the new one counts, whatever happens.
//   finish_restoring() moves it into its place over what was there, which is destroyed (the old key first); if the pair had been left here, and its
//                      room waits to be erased, that is taken back. Goes on where a crash cut it off: every start of the app calls it first.
//                      A `restoring` that nobody took never counted, and is destroyed.
// The caller holds the profile's lock, and for the last two has nothing of the profile open.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "client/backup/backup_reader.h"
#include "client/store/profile.h"
#include "client/store/sqlite_storage.h"

namespace twinlamp::client {

struct RestoreWish {
  Key key;                                // of the new profile
  std::optional<std::string> passphrase;  // that is to wrap it; empty text: none. Nothing: the profile's key file stays as it is, and `key` is its key
  PassphraseCost cost;
};

struct RestoreChecks {
  std::function<Result<void>(const SqliteStorage& storage, const BackupAbout& about)> accepts;  // the last word, over the finished database
  BackupReader::Progress progress;  // also asked whether to stop, between all pieces
  // Asked once before anything is written: null: stop. What it gives is kept until nothing more will be.
  std::function<std::shared_ptr<void>()> admit;
};

// Precondition: the reader is unlocked. On an error, and when stopped, nothing is left of it.
Result<void> build_restored(const BackupReader& backup, const ProfilePlace& place, const RestoreWish& wish, const RestoreChecks& checks, Random& random);

// Every entry of both logs follows its predecessors. corrupt otherwise; cancelled when `stop` says so.
Result<void> check_logs(const Storage& storage, const std::function<bool()>& stop = {});

Result<void> take_restored(const ProfilePlace& place);
Result<void> finish_restoring(const ProfilePlace& place);

}  // namespace twinlamp::client

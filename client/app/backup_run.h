// Making a backup, and a profile out of one, while all else goes on: what takes long (the passphrase, the disk) is on a
// thread, what reads the store is on the loop, a few milliseconds at a time.
//
// One at a time, each. start(), stop() and the callbacks are on the loop's thread. No callback comes after stop(),
// which waits for nothing: what cannot be broken off (Argon2, an fsync) ends by itself, with the keys and the
// passphrase that it was given, and no file comes of it. The key of a profile that is here already, and may be locked
// meanwhile, is not among them: the thread gets it when it begins to write, and stop() takes it away before that.
#pragma once

#include <memory>
#include <mutex>

#include "client/app/background_work.h"
#include "client/backup/backup_writer.h"
#include "client/backup/restore.h"

namespace twinlamp::client {

class BackupRun {
public:
  struct Wish {
    Path file;
    bool replace = false;
    std::string passphrase;
    PassphraseCost cost;
    ByteArray<16> salt{};
  };
  struct Listener {
    std::function<Result<BackupWriter::Parts>()> parts;  // asked when the moment has come that the backup is of
    std::function<void()> progress;
    std::function<void(Result<void>)> done;  // once: it lies there, verified; or why not
  };

  explicit BackupRun(Loop& loop) : loop_(loop), work_(loop) {}

  // Precondition: not running. `storage` stays until done, or stop().
  void start(const SqliteStorage& storage, Wish wish, Listener listener);
  void stop();
  bool is_running() const { return listener_.has_value(); }
  int permille() const { return permille_; }

private:
  void begin(const SqliteStorage& storage, const Wish& wish, const Result<Key>& master);
  void go_on();
  void finish();
  void end(Result<void> outcome);

  Loop& loop_;
  BackgroundWork work_;
  Loop::Timer next_;
  std::optional<Listener> listener_;
  std::optional<BackupWriter> writer_;
  int permille_ = 0;
};

class RestoreRun {
public:
  struct Wish {
    Path file;
    std::string passphrase;
    ProfilePlace place;
    RestoreWish profile;
    std::function<Result<void>(const SqliteStorage& storage, const BackupAbout& about)> accepts;  // on the thread
  };
  struct Listener {
    std::function<void()> progress;
    std::function<void(Result<void>)> done;  // it is made, and not taken yet
  };

  explicit RestoreRun(Loop& loop) : work_(loop) {}

  // Precondition: not running. `random` is asked on the thread.
  void start(Wish wish, Random& random, Listener listener);
  void stop();
  // After stop(): returns when nothing of it touches the profile's folder any more, nor will. That is soon: no passphrase is stretched meanwhile.
  void leave_folder();
  bool is_running() const { return listener_.has_value(); }
  int permille() const { return permille_; }

private:
  class HeldKey {
  public:
    explicit HeldKey(Key key) : key_(std::move(key)) {}
    std::optional<Key> take() {
      const std::lock_guard lock(mutex_);
      return std::exchange(key_, std::nullopt);
    }

  private:
    std::mutex mutex_;
    std::optional<Key> key_;
  };

  Result<void> made(Wish& wish, HeldKey* key, Random& random, BackgroundWork::Run& run);

  std::mutex in_folder_;  // held while the thread writes there
  BackgroundWork work_;
  std::optional<Listener> listener_;
  std::shared_ptr<HeldKey> key_;
  int permille_ = 0;
};

}  // namespace twinlamp::client

#include "client/app/backup_run.h"

#include <sodium.h>

namespace twinlamp::client {
namespace {

// How far it is when the passphrase is a key, and when all is written.
constexpr int after_key = 150, after_writing = 800, told_each = 50;

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace

void BackupRun::start(const SqliteStorage& storage, Wish wish, Listener listener) {
  listener_ = std::move(listener);
  permille_ = 0;
  work_.start([this, &storage, wish = std::move(wish)](BackgroundWork::Run& run) mutable {
    auto master = backup_master(wish.cost, wish.salt, wish.passphrase);
    wipe(wish.passphrase);
    run.tell([this, &storage, wish, master = std::move(master)] { begin(storage, wish, master); });
  });
}

void BackupRun::begin(const SqliteStorage& storage, const Wish& wish, const Result<Key>& master) {
  if (!master) return end(master.error());
  auto parts = listener_->parts();
  if (!parts) return end(parts.error());
  auto writer = BackupWriter::begin(storage, *parts, *master, wish.cost, wish.salt, wish.file, wish.replace);
  if (!writer) return end(writer.error());
  writer_.emplace(std::move(*writer));
  go_on();
}

void BackupRun::go_on() {
  auto more = writer_->step();
  if (!more) return end(more.error());
  const int now = after_key + writer_->permille() * (after_writing - after_key) / 1000;
  if (now - permille_ >= told_each) {
    permille_ = now;
    listener_->progress();
  }
  if (!*more) return finish();
  next_ = loop_.post_after({}, [this] { go_on(); });
}

void BackupRun::finish() {
  auto writer = std::make_shared<BackupWriter>(std::move(*writer_));
  writer_.reset();
  work_.start([this, writer = std::move(writer)](BackgroundWork::Run& run) {
    auto finished = writer->finish([&run] { return run.is_stopped(); });
    run.tell([this, finished] { end(finished); });
  });
}

void BackupRun::end(Result<void> outcome) {
  const auto done = std::move(listener_->done);
  stop();
  done(std::move(outcome));
}

void BackupRun::stop() {
  next_.cancel();
  work_.stop();
  writer_.reset();
  listener_.reset();
  permille_ = 0;
}

void RestoreRun::start(Wish wish, Random& random, Listener listener) {
  listener_ = std::move(listener);
  permille_ = 0;
  key_ = wish.profile.passphrase ? nullptr : std::make_shared<HeldKey>(std::move(wish.profile.key));
  work_.start([this, wish = std::move(wish), key = key_, &random](BackgroundWork::Run& run) mutable {
    auto outcome = made(wish, key.get(), random, run);
    wipe(wish.passphrase);
    if (wish.profile.passphrase) wipe(*wish.profile.passphrase);
    run.tell([this, outcome] {
      const auto done = std::move(listener_->done);
      stop();
      done(outcome);
    });
  });
}

Result<void> RestoreRun::made(Wish& wish, HeldKey* key, Random& random, BackgroundWork::Run& run) {
  auto backup = BackupReader::open(wish.file);
  if (!backup) return backup.error();
  TWINLAMP_TRY(backup->unlock(wish.passphrase));
  RestoreChecks checks;
  checks.accepts = wish.accepts;
  checks.progress = [this, &run, told = 0](int permille) mutable {
    const int now = after_key + permille * (1000 - after_key) / 1000;
    if (now - told >= told_each) {
      told = now;
      run.tell([this, now] {
        permille_ = now;
        listener_->progress();
      });
    }
    return !run.is_stopped();
  };
  checks.admit = [this, &wish, key, &run]() -> std::shared_ptr<void> {
    auto guard = std::make_shared<std::unique_lock<std::mutex>>(in_folder_);
    auto taken = key != nullptr ? key->take() : std::nullopt;
    if (run.is_stopped() || (key != nullptr && !taken)) return nullptr;
    if (taken) wish.profile.key = std::move(*taken);
    return guard;
  };
  return build_restored(*backup, wish.place, wish.profile, checks, random);
}

void RestoreRun::leave_folder() { const std::lock_guard until_it_is_out(in_folder_); }

void RestoreRun::stop() {
  work_.stop();
  if (key_) static_cast<void>(key_->take());
  key_.reset();
  listener_.reset();
  permille_ = 0;
}

}  // namespace twinlamp::client

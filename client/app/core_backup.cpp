// A backup of everything, and a profile out of one.
#include <cstdlib>

#include "client/app/core.h"
#include "client/app/export_place.h"
#include "client/app/local_time.h"
#include "client/content/deck_files.h"
#include "client/content/utf8.h"
#include "client/store/restored.h"
#include "protocol/crypto/hash.h"

namespace twinlamp::client {
namespace {

constexpr std::string_view ending = ".twinlamp";
constexpr Error damaged{ErrorCode::malformed, "What is in this backup is not as Twinlamp writes it."};
constexpr Error outdated{ErrorCode::conflict, "outdated"};

std::string home() {
  const auto* folder = std::getenv("HOME");
  return folder == nullptr ? std::string() : folder;
}

// Whether a backup is of the pair that is here, and of a room that this one has left since.
struct Present {
  Key pair_seed;
  std::uint32_t renewals = 0;
};
bool is_outdated(const SqliteStorage& storage, const Present& present) {
  auto kept = storage.value("pair");
  auto record = kept && *kept ? PairRecord::parse(**kept) : Result<PairRecord>(damaged);
  return record && equal_constant_time(record->pair_seed.view(), present.pair_seed.view()) && record->renewals < present.renewals;
}

// What open_profile() will ask for, asked before anything is replaced. Runs on a thread of its own.
Result<void> accepts(const SqliteStorage& storage, Random& random, Now now) {
  const auto sound = [&](const char* name, const auto& parse) {
    auto value = storage.value(name);
    return value && (!*value || parse(**value));
  };
  auto settings = storage.value(Settings::key);
  auto pair = storage.value("pair");
  if (!settings || !*settings || !pair || !*pair) return damaged;
  const bool holds = parse_settings(**settings) && sound(OwnWill::key, [](ByteView bytes) { return bool(parse_will(bytes)); }) &&
                     sound(DesireLock::key, [](ByteView bytes) { return bool(parse_desire_lock(bytes)); }) && Drafts::load(storage);
  auto record = PairRecord::parse(**pair);
  if (!holds || !record) return damaged;
  return Device::open(std::move(*record), storage, random, now) ? Result<void>() : damaged;
}

}  // namespace

void Core::handle_intent(const BackUp& intent) {
  if (!opened_) return problem(words().say("act.locked"));
  if (!is_paired()) return problem(words().say("backup.nothing"));
  if (backup_.is_running() || restore_.is_running()) return problem(words().say("backup.busy"));
  if (!is_utf8(intent.passphrase) || count_characters(intent.passphrase) < least_backup_passphrase)
    return problem(words().say("backup.short", {{"count", int(least_backup_passphrase)}}));
  auto file = export_file(intent.file, ending, intent.replace, home());
  if (!file) return problem(file.error().where);
  const auto cost = options_.cheap_passphrase ? PassphraseCost::least() : backup_cost();
  backup_.start(*opened_->storage, {*file, intent.replace, intent.passphrase, cost, around_.random.bytes<16>()},
                {[this]() -> Result<BackupWriter::Parts> {
                   // Nothing is half on its way to the disk.
                   save_drafts();
                   if (opened_->driver->is_stuck()) return Error{ErrorCode::unavailable, "The disk did not take it. Is it full, or not writable?"};
                   return backup_parts();
                 },
                 [this] { mark(false); }, [this, file = *file](Result<void> written) { on_backed_up(file, written); }});
  mark(false);
}

// Where the window stands is another laptop's matter, and a pause another day's.
BackupWriter::Parts Core::backup_parts() const {
  auto look = open_settings_;
  look.window.reset();
  look.paused = false;
  look.hosting = {};  // of this laptop, and its relay's key is in no backup
  BackupWriter::Parts parts;
  parts.about = {around_.clock.now().wall, member_ ? member_->relay_address : std::string(), encode_open_settings(look)};
  std::error_code none;
  if (!std::filesystem::is_directory(place_.decks(), none)) return parts;
  for (const auto& deck : read_deck_folder(place_.decks()).files)
    if (is_deck_file_name(deck.name) && deck.text.size() <= most_backup_deck) parts.decks.push_back({deck.name, deck.text});
  return parts;
}

void Core::on_backed_up(const std::filesystem::path& file, const Result<void>& written) {
  if (!written) return problem(written.error().where);
  backup_file_ = file.string();
  ++backed_up_;
  last_backup_ = around_.clock.now().wall;
  save(last_backup_key, encode_moment(*last_backup_));
  notices_.info(words().say("backup.done", {{"file", backup_file_}}));
  mark(false);
}

void Core::handle_intent(const RestoreBackup& intent) {
  if (stage_ == Stage::locked) return problem(words().say("act.locked"));
  if (restore_.is_running() || backup_.is_running()) return problem(words().say("backup.busy"));
  const bool is_empty = stage_ == Stage::fresh || (stage_ == Stage::ended && !keyring_.exists());
  if (!is_empty && !intent.replaces) return problem(words().say("backup.not_fresh"));
  if (!finish_erasing()) return;
  auto file = export_file(intent.file, "", true, home());
  if (!file) return problem(file.error().where);
  // In place of a pair the profile's own lock stays as it is.
  RestoreWish profile{is_empty ? around_.random.secret<32>() : opened_->key, std::nullopt,
                      options_.cheap_passphrase ? PassphraseCost::least() : PassphraseCost{}};
  if (is_empty) profile.passphrase = intent.lock;
  std::optional<Present> present;
  if (is_paired() && !opened_->has_ended) {
    const auto& record = opened_->driver->device().record();
    present = Present{record.pair_seed, record.renewals};
  }
  const auto check = [this, now = around_.clock.now(), present = std::move(present)](const SqliteStorage& storage, const BackupAbout&) {
    return present && is_outdated(storage, *present) ? Result<void>(outdated) : accepts(storage, around_.random, now);
  };
  restore_.start({*file, intent.passphrase, place_, profile, check}, around_.random,
                 {[this] { mark(false); }, [this, key = profile.key, is_empty](Result<void> made) {
                    if (!made) return problem(made.error().code == outdated.code ? words().say("backup.outdated") : made.error().where);
                    on_restored(key, is_empty);
                  }});
  mark(false);
}

// From take_restored() on the new profile is the one that counts; what is here of the old one is let go of, and nothing of it is written any more.
void Core::on_restored(const Key& key, bool was_empty) {
  // Meanwhile it may have been set up.
  if (was_empty == keyring_.exists()) {
    static_cast<void>(finish_restoring(place_));
    return problem(words().say("backup.not_fresh"));
  }
  if (auto taken = take_restored(place_); !taken) return problem(taken.error().where);
  link_.close();
  forget_everything();
  announcer_.withdraw();
  const auto left = left_rooms_.size();
  auto opened = open_restored(key);
  const bool was_taken_back = left_rooms_.size() < left;
  left_rooms_.let_go();
  if (!opened) {
    stay_closed(opened.error().where);
    return mark(true);
  }
  ++restored_;
  notices_.info(words().say("backup.restored"));
  if (was_taken_back) notices_.info(words().say("backup.not_left"));
  mark(true);
}

Result<void> Core::open_restored(const Key& key) {
  TWINLAMP_TRY(finish_restoring(place_));
  has_left_ = false;
  // Of this laptop, and in no backup.
  const auto window = open_settings_.window;
  const auto hosting = open_settings_.hosting;
  read_look();
  open_settings_.window = window;
  open_settings_.hosting = hosting;
  save_open_settings();
  auto member = read_member_file(place_.member());
  is_member_damaged_ = !member;
  if (!member) return member.error();
  member_ = std::move(*member);
  auto locked = keyring_.has_passphrase();
  if (!locked) return locked.error();
  has_passphrase_ = *locked;
  return open_profile(key);
}

void Core::fill_backup(BackupView& view) const {
  view.running = backup_.is_running();
  view.restoring = restore_.is_running();
  view.permille = view.running ? backup_.permille() : restore_.permille();
  view.file = backup_file_;
  view.done = backed_up_;
  view.restored = restored_;
  if (opened_ && last_backup_) view.last = local_date(*last_backup_, around_.clock.utc_offset(*last_backup_), words());
}

}  // namespace twinlamp::client

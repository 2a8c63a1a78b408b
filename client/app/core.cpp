// The life of a profile and its stages.
#include "client/app/core.h"

#include "client/app/export_place.h"
#include "client/app/local_time.h"
#include "client/app/practices/open_up.h"
#include "client/backup/restore.h"
#include "client/content/utf8.h"
#include "client/store/erase.h"
#include "client/store/leaving.h"
#include "client/store/restored.h"
#include "protocol/base/limits.h"

namespace twinlamp::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds draft_delay{700};
constexpr std::chrono::hours profile_check{1};
constexpr std::chrono::minutes profile_retry{1};
constexpr seconds erase_patience{3};
const std::string pair_key = "pair";
const std::string ended_key = "ended";

// What comes without the person: it keeps no profile open.
bool comes_by_itself(const Intent& intent) {
  return std::holds_alternative<SetInFront>(intent) || std::holds_alternative<SetWindow>(intent) || std::holds_alternative<RetryNow>(intent);
}

OpenSettings read_open_settings(const ProfilePlace& place) {
  const auto look = read_file(place.look(), 4096);
  return look && *look ? parse_open_settings(text_of(**look)) : OpenSettings{};
}

}  // namespace

Core::Core(AppOptions options, ProfilePlace place, Surroundings around)
    : options_(std::move(options)),
      place_(std::move(place)),
      around_(std::move(around)),
      keyring_(place_.key(), around_.random, options_.cheap_passphrase ? PassphraseCost::least() : PassphraseCost{}),
      open_settings_(read_open_settings(place_)),
      wording_(around_.wording(language())),
      builder_(wording_, around_.shelf),
      link_(around_.loop, around_.random, *this),
      hosting_({around_.loop, around_.clock, around_.random}, place_, options_.relay_program, open_settings_.hosting, static_cast<HostingListener&>(*this)),
      left_rooms_(around_.loop, around_.random, place_,
                  {options_.relay, options_.ca_file, [this](const PublicKey& relay_id) { return hosting_.find_near(relay_id); }}),
      announcer_(options_.notifier),
      documents_folder_(documents_folder().string()),
      backup_(around_.loop),
      restore_(around_.loop) {}

// As it lies on the disk, which a backup may have brought.
void Core::read_look() {
  open_settings_ = read_open_settings(place_);
  wording_ = around_.wording(language());
  builder_.speak(wording_);
}

std::string Core::language() const {
  if (!options_.language.empty()) return options_.language;
  const auto& chosen = open_settings_.look.language;
  return chosen.empty() ? language_of_environment() : chosen;
}

std::optional<std::string> Core::start() {
  for (const auto& file : {place_.key(), place_.member(), place_.look(), place_.farewell()}) static_cast<void>(discard_unfinished(file));
  tidy_leavings(place_);
  if (!is_being_erased(place_))
    if (auto restored = finish_restoring(place_); !restored) return words().translated(restored.error().where);
  if (was_leaving_cut_off(place_)) {
    hosting_.take_up_farewells(!keyring_.exists());
    leave_for_good();
    publish();
    return std::nullopt;
  }
  read_look();
  read_member();
  hosting_.take_up_farewells(!keyring_.exists() && !member_ && !is_member_damaged_);
  if (options_.host && !std::exchange(open_settings_.hosting.on, true)) save_open_settings();
  if (open_settings_.hosting.on) hosting_.begin();
  left_rooms_.erase_all();  // a new pair may have begun since, and is no part of those that were left
  if (auto why = reach_stage()) stay_closed(std::move(*why));
  publish();
  return std::nullopt;
}

std::optional<std::string> Core::reach_stage() {
  stage_ = Stage::fresh;
  if (!keyring_.exists()) {
    if (is_member_damaged_) return words().say("fault.member_damaged");
    return member_ ? std::optional(words().say("fault.no_key_file", {{"file", place_.key().string()}})) : std::nullopt;
  }
  auto locked = keyring_.has_passphrase();
  if (!locked) return locked.error().where;
  has_passphrase_ = *locked;
  if (!has_passphrase_) return open_with({});
  stage_ = Stage::locked;
  connect();
  return std::nullopt;
}

// A damaged one is as good as none: who opens the profile has all of it in the pair's record (open_pair), and who leaves before that tells nobody.
void Core::read_member() {
  auto member = read_member_file(place_.member());
  is_member_damaged_ = !member;
  member_ = member ? std::move(*member) : std::nullopt;
}

std::optional<std::string> Core::open_with(std::string_view passphrase) {
  auto key = keyring_.unlock(passphrase);
  const auto opened = key ? open_profile(std::move(*key)) : Result<void>(key.error());
  return opened ? std::nullopt : std::optional<std::string>(opened.error().where);
}

// The person is told why, and may try again, or leave.
void Core::stay_closed(std::string why) {
  opened_.reset();
  stage_ = Stage::locked;
  stage_problem_ = std::move(why);
}

// What was restored and is not in its place yet would take the place of whatever is opened or begun before it.
Result<void> Core::finish_what_was_restored() {
  return is_being_erased(place_) || restore_.is_running() ? Result<void>() : finish_restoring(place_);
}

Result<void> Core::open_profile(Key key) {
  // An empty one in its place would be taken for a profile that nobody has set up, and its key be thrown away.
  std::error_code ignored;
  if (!std::filesystem::exists(place_.database(), ignored)) return Error{ErrorCode::unavailable, "This profile's database cannot be opened. Is the folder yours, and writable?"};
  auto storage = SqliteStorage::open(place_.database(), key, around_.random);
  if (!storage) return storage.error();
  auto settings = (*storage)->value(Settings::key);
  auto drafts = Drafts::load(**storage);
  auto alone = (*storage)->value(OwnWill::key);
  auto lock = (*storage)->value(DesireLock::key);
  auto record = (*storage)->value(pair_key);
  auto pending = (*storage)->value(PendingPair::key);
  auto ended = (*storage)->value(ended_key);
  for (const auto* read : {&settings, &alone, &lock, &record, &pending, &ended})
    if (!*read) return read->error();
  if (!drafts) return drafts.error();
  opened_.emplace();
  opened_->key = std::move(key);
  opened_->storage = std::move(*storage);
  opened_->drafts = std::move(*drafts);
  // A profile begins with its settings, and its key comes after them.
  auto parsed = *settings ? parse_settings(**settings) : Error{ErrorCode::corrupt, "settings"};
  if (!parsed) return Error{ErrorCode::corrupt, "The settings of this profile are damaged. Restore a backup of the folder, or begin anew."};
  opened_->settings = std::move(*parsed);
  stage_ = Stage::unpaired;
  if (*alone) {
    auto parsed = parse_will(**alone);
    if (!parsed) return Error{ErrorCode::corrupt, "The settings of this profile are damaged. Restore a backup of the folder, or begin anew."};
    opened_->alone = *parsed;
  }
  if (*lock) {
    auto parsed = parse_desire_lock(**lock);
    if (!parsed) return Error{ErrorCode::corrupt, "The settings of this profile are damaged. Restore a backup of the folder, or begin anew."};
    opened_->desire_lock = *parsed;
  }
  if (*record) {
    auto parsed = PairRecord::parse(**record);
    if (!parsed) return Error{ErrorCode::corrupt, "The pairing of this profile is damaged. Restore a backup of the folder, or begin anew."};
    opened_->has_ended = ended->has_value();
    TWINLAMP_TRY(open_pair(std::move(*parsed)));
    if (*pending) go_on_renewing(**pending);
    take_in_farewell();
  } else if (*pending) {
    if (auto parsed = PendingPair::parse(**pending)) pending_ = std::move(*parsed);
    if (pending_) stage_ = Stage::pairing;
  }
  if (auto moment = last_backup(*opened_->storage)) last_backup_ = *moment;
  my_shifts_ = around_.clock.next_shifts(around_.clock.now().wall);
  watch_for_locking();
  changed();
  return {};
}

Result<void> Core::open_pair(PairRecord record) {
  auto member = member_of(record);
  const auto restored = was_restored(*opened_->storage);
  if (!restored) return restored.error();
  auto device = Device::open(std::move(record), *opened_->storage, around_.random, around_.clock.now(), *restored);
  if (!device) return device.error().code == ErrorCode::corrupt
                          ? Error{ErrorCode::corrupt, "This profile's journal is damaged. Restore a backup of the folder, or begin anew."}
                          : device.error();
  opened_->driver = std::make_unique<DeviceDriver>(std::move(*device), *opened_->storage, around_.loop, around_.clock,
                                                     static_cast<DeviceListener&>(*this));
  stage_ = opened_->has_ended ? Stage::ended : Stage::paired;
  drop_sealed_drafts();
  ready_watch_.start(opened_->driver->device().state(), opened_->driver->device().record().slot);
  TWINLAMP_TRY(open_gifts());
  look_for_decks();
  if (opened_->has_ended) return {};
  // Where a renewal was cut off, one room's file stands in the other's place, and a full disk can put it right all the same.
  if (member_ && member_->member.public_key != member.member.public_key && settle_old_room(place_, member.member.public_key))
    if (auto file = read_member_file(place_.member()); file && *file) member_ = std::move(**file);
  // Of a move that was cut off the record knows already, and the file does not.
  const bool is_known =
      member_ && member_->member.public_key == member.member.public_key && member_->relay_id == member.relay_id;
  if (is_known) {
    member.relay_address = member_->relay_address;  // the relay may have moved since the pairing
  } else if (const auto kept = parse_relay_address(opened_->settings.relay); kept && (!kept->relay_id || *kept->relay_id == member.relay_id)) {
    member.relay_address = kept->kept();  // likewise, where its file was lost or damaged
  }
  if (!is_known || member_->farewell != member.farewell) TWINLAMP_TRY(write_member_file(place_.member(), member));
  member_ = std::move(member);
  tell_profile();
  tell_private();
  tell_presence();
  if (*restored && !opened_->driver->is_stuck()) save(restored_key, std::nullopt);  // the device has written it down itself by now
  connect();
  leave_old_room();
  return {};
}

void Core::close_profile() {
  if (!opened_) return;
  if (opened_->driver)  // and what the disk has not taken is tried a last time
    opened_->driver->give([](Device& device, Now now) { device.set_presence(false, false, now); });
  save_drafts();
  forget_profile();
}

// Destroys what is in memory of it, unsaved words too.
void Core::forget_profile() {
  exporter_.stop();
  backup_.stop();
  restore_.stop();  // it has the key
  exported_file_.clear();
  backup_file_.clear();
  last_backup_.reset();
  announced_while_locked_ = false;
  draft_timer_.cancel();
  lock_timer_.cancel();
  auto_lock_.stop();
  profile_timer_.cancel();
  day_timer_.cancel();
  gift_timer_.cancel();
  stop_play();
  forget_private_pages();
  unseen_timer_.cancel();
  unseen_wishes_.reset();
  appreciations_.close();
  dates_ = std::make_shared<const DatesView>();
  held_.clear();
  flow_.reset();
  pending_.reset();
  if (std::exchange(is_renewing_, false)) link_.close();
  opened_.reset();
  builder_.clear();
  forget_own_cards();
  notices_.clear();
  stuck_notice_.reset();
}

void Core::quit(std::function<void()> done) {
  restore_.stop();
  close_profile();
  announcer_.withdraw();
  link_.close();
  is_quitting_ = true;
  hosting_.fall_silent();
  left_rooms_.end(erase_patience, [this, done = std::move(done)] { hosting_.stop(done); });
}

void Core::handle(const Intent& intent) {
  // What was typed up to now is still taken; it opens nothing that should be locked already.
  const bool is_due = is_lock_due();
  std::visit([this](const auto& one) { handle_intent(one); }, intent);
  if (is_due && opened_ && has_passphrase_) return handle_intent(Lock{});
  if (!comes_by_itself(intent)) auto_lock_.handle_stir(around_.clock.now().mono);
  watch_for_locking();
}

void Core::watch_for_locking() {
  lock_timer_.cancel();
  if (!opened_ || !has_passphrase_) return auto_lock_.stop();
  const auto now = around_.clock.now().mono;
  auto_lock_.watch(std::chrono::minutes(opened_->settings.auto_lock_minutes), now, around_.clock.slept());
  lock_timer_ = around_.loop.post_after(*auto_lock_.next_look(now), [this] { look_at_lock(); });
}

void Core::look_at_lock() { is_lock_due() ? handle_intent(Lock{}) : watch_for_locking(); }

bool Core::save(const std::string& name, std::optional<SecretBytes> value) {
  Transaction transaction;
  transaction.values[name] = std::move(value);
  auto saved = opened_->storage->commit(transaction);
  if (!saved) problem(words_for_storage(saved.error(), words()));
  return static_cast<bool>(saved);
}

bool Core::save_settings() { return save(Settings::key, encode_settings(opened_->settings)); }

void Core::save_open_settings() {
  // Nothing of what was left is written again.
  if (!has_left_)
    if (auto written = write_file(place_.look(), bytes_of(encode_open_settings(open_settings_))); !written)
      problem(words_for_storage(written.error(), words()));
  mark(false);
}

void Core::save_drafts_soon() {
  if (!draft_timer_.is_set()) draft_timer_ = around_.loop.post_after(draft_delay, [this] { save_drafts(); });
}

void Core::save_drafts() {
  draft_timer_.cancel();
  if (!opened_ || !opened_->drafts.is_dirty()) return;
  const auto saved = opened_->drafts.flush(*opened_->storage);
  opened_->are_drafts_refused = !saved;
  if (!saved) {
    problem(words_for_storage(saved.error(), words()));
    save_drafts_soon();
  }
}

// Of seals that reached the disk late, or just before a crash.
void Core::drop_sealed_drafts() {
  const auto& device = opened_->driver->device();
  for (const auto& round : device.state().rounds) {
    if (!round->has_answered(device.record().slot) || opened_->drafts.find(round->id) == nullptr) continue;
    opened_->drafts.set_passed(round->id, false);
    opened_->drafts.remove(round->id);
    save_drafts_soon();
  }
}

std::string Core::unreadable_relay(const Error& error) const {
  return words().say("set.unreadable_relay", {{"why", words().translated(error.where)}});
}

void Core::problem(std::string text) {
  notices_.problem(words().translated(text));  // a lower layer spoke English
  mark(false);
}

void Core::tell_presence() {
  if (!is_paired()) return;
  const bool lit = is_lamp_lit() && !opened_->has_ended;
  opened_->driver->give([&](Device& device, Now now) { device.set_presence(lit, lit && in_front_ && !is_hidden_, now); });
  look_at_unseen_wishes();
}

void Core::tell_profile() {
  if (!is_paired() || opened_->has_ended) return;
  const auto now = around_.clock.now().wall;
  Device::Profile profile;
  profile.display_name = opened_->settings.display_name;
  profile.next = my_shifts_ = around_.clock.next_shifts(now);
  profile.utc_offset = around_.clock.utc_offset(now);
  profile.content_version = wording_->catalogue.release();
  has_told_profile_ = static_cast<bool>(opened_->driver->give([&](Device& device, Now at) {
    device.set_utc_offset(profile.utc_offset);
    return device.set_profile(profile, at);
  }));
  agree_day_turn();
  look_at_profile_soon();
  mark(false);
}

void Core::agree_day_turn() {
  if (!is_paired() || opened_->has_ended) return;
  // A refusal mends itself at the next look at the profile.
  static_cast<void>(opened_->driver->give([](Device& device, Now now) { return device.agree_day_turn(now); }));
}

// A refusal (frozen, or a commit is awaited) mends itself at the next look; and each one's local time changes with their clocks.
void Core::look_at_profile_soon() {
  const auto now = around_.clock.now().wall;
  const auto& device = opened_->driver->device();
  const auto& partner = device.state().profiles[device.record().partner_slot()];
  milliseconds wait = has_told_profile_ ? milliseconds(profile_check) : milliseconds(profile_retry);
  for (const auto& change : {next_change(now, my_shifts_), partner ? next_change(now, partner->next) : std::nullopt})
    if (change) wait = std::min(wait, *change - now);
  profile_timer_ = around_.loop.post_after(wait, [this] { tell_profile(); });
}

}  // namespace twinlamp::client

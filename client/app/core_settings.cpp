// Set-up, settings, lock and leave.
#include "client/app/core.h"
#include "client/store/erase.h"
#include "client/window_place.h"

namespace twinlamp::client {
namespace {

constexpr int usual_lock_minutes = 15;  // where somebody wants a passphrase and says nothing else
constexpr int most_minutes = 24 * 60;

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

void Core::handle_intent(const SetUp& intent) {
  const bool is_empty = stage_ == Stage::fresh || (stage_ == Stage::ended && !keyring_.exists());
  if (!is_empty) return problem(words().say("set.done_already"));
  if (!is_display_name(intent.display_name)) return problem(words().say("set.bad_name"));
  if (!intent.relay.empty())
    if (auto address = parse_relay_address(intent.relay); !address)
      return problem(unreadable_relay(address.error()));
  if (!finish_erasing()) return;
  if (auto done = finish_what_was_restored(); !done) return problem(words_for_storage(done.error(), words()));
  if (keyring_.exists()) {  // it has come in now, and nothing takes its place
    read_member();
    if (auto why = reach_stage()) stay_closed(std::move(*why));
    return mark(true);
  }
  // The key file comes last: without it there is no profile, and a try that was cut off leaves nothing that counts.
  opened_.reset();
  for (const auto& file : place_.database_files())
    if (auto gone = destroy_file(file); !gone) return problem(words_for_storage(gone.error(), words()));
  Key key = around_.random.secret<32>();
  auto storage = SqliteStorage::open(place_.database(), key, around_.random);
  if (!storage) return problem(words_for_storage(storage.error(), words()));
  Transaction first;
  first.values[Settings::key] = encode_settings({intent.display_name, intent.relay, intent.passphrase.empty() ? 0 : usual_lock_minutes, true});
  auto saved = (*storage)->commit(first);
  storage->reset();
  if (saved) saved = keyring_.store(key, intent.passphrase);
  if (!saved) return problem(words_for_storage(saved.error(), words()));
  has_passphrase_ = !intent.passphrase.empty();
  stage_problem_.clear();
  if (std::exchange(has_left_, false)) save_open_settings();
  if (auto opened = open_profile(std::move(key)); !opened) return problem(words_for_storage(opened.error(), words()));
  if (intent.host) handle_intent(SetHosting{true, {}, {}});
  mark(false);
}

void Core::handle_intent(const SetDisplayName& intent) {
  if (!opened_ || stage_ == Stage::fresh) return;
  if (!is_display_name(intent.name)) return problem(words().say("set.bad_name"));
  opened_->settings.display_name = intent.name;
  if (save_settings()) tell_profile();
  changed();
}

void Core::handle_intent(const SetRelay& intent) {
  if (!opened_ || stage_ == Stage::fresh) return;
  auto address = parse_relay_address(intent.relay);
  if (!address) return problem(unreadable_relay(address.error()));
  other_relay_.clear();
  if (member_ && address->relay_id && *address->relay_id != member_->relay_id) {
    if (!intent.move) {
      other_relay_ = intent.relay;
      return problem(words().say("set.other_relay"));
    }
    if (!move_pair(*address, intent.relay)) return;
  }
  opened_->settings.relay = intent.relay;
  if (!save_settings()) return;
  if (member_) {  // a locked one, and one that leaves, have nothing but this file
    member_->relay_address = address->kept();
    if (auto written = write_member_file(place_.member(), *member_); !written) problem(words_for_storage(written.error(), words()));
  }
  if (is_paired()) connect();
  mark(false);
}

// The device's own does not know of a move that came after it was opened.
Result<PairRecord> Core::kept_pair() const {
  auto kept = opened_->storage->value("pair");
  if (!kept) return kept.error();
  return *kept ? PairRecord::parse(**kept) : Result<PairRecord>(Error{ErrorCode::corrupt, "pair"});
}

// The pair's place is wherever both log in with their keys: what has not arrived goes by the other way, once both are
// there.
bool Core::move_pair(const RelayAddress& address, const std::string& typed) {
  auto record = kept_pair();
  if (!record) {
    problem(words().say("set.cannot_move"));
    return false;
  }
  record->relay_id = *address.relay_id;
  record->binding = static_cast<std::uint8_t>(address.binding);
  record->relay_address = address.kept();
  auto settings = opened_->settings;
  settings.relay = typed;
  Transaction transaction;
  transaction.values["pair"] = record->encode();
  transaction.values[Settings::key] = encode_settings(settings);
  if (auto saved = opened_->storage->commit(transaction); !saved) {
    problem(words_for_storage(saved.error(), words()));
    return false;
  }
  member_->relay_id = record->relay_id;
  member_->binding = record->binding;
  return true;
}

void Core::handle_intent(const SetPassphrase& intent) {
  if (!opened_) return problem(words().say("act.locked"));
  if (has_passphrase_)
    if (auto checked = keyring_.unlock(intent.current); !checked) return problem(checked.error().where);
  if (auto stored = keyring_.store(opened_->key, intent.wanted); !stored) return problem(stored.error().where);
  if (!has_passphrase_ && !intent.wanted.empty() && opened_->settings.auto_lock_minutes == 0) {
    opened_->settings.auto_lock_minutes = usual_lock_minutes;
    save_settings();
  }
  has_passphrase_ = !intent.wanted.empty();
  mark(false);
}

void Core::handle_intent(const SetAutoLock& intent) {
  if (!opened_) return;
  if (intent.minutes < 0 || intent.minutes > most_minutes) return problem(words().say("set.bad_minutes"));
  opened_->settings.auto_lock_minutes = intent.minutes;
  save_settings();
  mark(false);
}

void Core::handle_intent(const SetLook& intent) {
  const auto spoken = open_settings_.look.language;
  open_settings_.look = within_bounds(intent);
  if (open_settings_.look.language != spoken) {
    options_.language.clear();
    wording_ = own_cards_.extend(around_.wording(language()));
    builder_.speak(wording_);
    appreciations_.speak();
    changed();
  }
  save_open_settings();
}

void Core::handle_intent(const SetNotifications& intent) {
  open_settings_.notifications = within_bounds(intent);
  save_open_settings();
  look_at_announcements();
}

// Of this device alone, and of no entry: to the partner it is a lamp that is out.
void Core::handle_intent(const SetPause& intent) {
  if (open_settings_.paused == intent.paused) return;
  open_settings_.paused = intent.paused;
  save_open_settings();
  if (intent.paused) stop_play();
  tell_presence();
  look_at_announcements();
  changed();
}

void Core::handle_intent(const SetWindow& intent) {
  if (!is_window_place(intent.place) || open_settings_.window == intent.place) return;
  open_settings_.window = intent.place;
  save_open_settings();
}

void Core::handle_intent(const SeenIntroduction&) {
  open_settings_.seen_introduction = true;
  save_open_settings();
}

void Core::handle_intent(const Unlock& intent) {
  if (stage_ != Stage::locked) return;
  stage_problem_.clear();
  const bool knows_lock = has_passphrase_;
  const auto restored = knows_lock ? Result<void>() : finish_what_was_restored();
  if (!knows_lock || is_member_damaged_) read_member();  // what could not be read may be whole by now
  if (auto why = !restored ? std::optional<std::string>(restored.error().where) : knows_lock ? open_with(intent.passphrase) : reach_stage()) {
    stay_closed(std::move(*why));
    ++refused_unlocks_;
  } else if (opened_) {
    notices_.clear();  // "something is ready"
    if (std::exchange(has_stopped_restoring_, false)) problem(words().say("backup.stopped"));
  }
  mark(true);
}

void Core::handle_intent(const Lock&) {
  if (!opened_) return;
  if (!has_passphrase_) return problem(words().say("set.no_passphrase"));
  const bool was_paired = is_paired(), was_renewing = is_renewing_;
  has_stopped_restoring_ = restore_.is_running();
  close_profile();
  stage_ = Stage::locked;
  stage_problem_.clear();
  if (!was_paired) link_.close();
  if (was_renewing) connect();  // as the pair that it still is
  mark(false);
}

void Core::handle_intent(const QuickHide&) {
  announcer_.withdraw();
  if (stage_ == Stage::locked) return;
  if (opened_ && has_passphrase_) return handle_intent(Lock{});
  is_hidden_ = true;
  save_drafts();
  tell_presence();
  mark(false);
}

void Core::handle_intent(const ShowAgain&) {
  is_hidden_ = false;
  tell_presence();
  look_at_announcements();
  mark(false);
}

void Core::handle_intent(const Stirred&) {}  // handle() knows

void Core::handle_intent(const Leave& intent) {
  if (stage_ == Stage::fresh) return;
  // The English word always counts, so that scripts need not know the language.
  const auto typed = lower(intent.typed_word);
  if (typed != "leave" && typed != words().say("leave.word")) return problem(words().say("set.leave_word", {{"word", words().say("leave.word")}}));
  leave_for_good();
}

// At once, and offline: first what is needed to erase the room is set aside, then all else goes. was_leaving_cut_off() knows if this was.
void Core::leave_for_good() {
  // The partner may have confirmed already, and be waiting in the room that the two are agreeing on.
  const auto agreed = pending_ ? std::optional(member_of(pending_->record)) : std::nullopt;
  if (agreed) static_cast<void>(write_member_file(leaving_file(place_, *agreed), *agreed));
  auto left = left_rooms_.set_aside();
  hosting_.mark_as_left(left ? std::optional(left->record) : agreed);
  link_.close();
  const auto keys_gone = begin_erasing(place_);  // before anything that could be waited for
  forget_everything();
  announcer_.withdraw();
  restore_.leave_folder();
  auto gone = erase_profile(place_);
  if (!keys_gone) gone = keys_gone;
  stage_ = stage_ == Stage::unpaired ? Stage::fresh : Stage::ended;  // where there was no pair, none has ended
  has_left_ = true;
  open_settings_.hosting = {};
  hosting_.retire();
  open_settings_.paused = false;
  if (!gone) problem(words().say("set.files_left", {{"folder", place_.folder.string()}}));
  left_rooms_.erase_all();
  if (left) left_rooms_.erase(std::move(*left));
  set_connection(Connection::offline, {});
}

// And what is known of the pair without it.
void Core::forget_everything() {
  forget_profile();
  refused_code_.reset();
  member_.reset();
  has_passphrase_ = is_hidden_ = is_member_damaged_ = false;
  stage_problem_.clear();
}

// An erasure that could not remove every file: whatever is begun here would go with the next start, so the rest goes first.
bool Core::finish_erasing() {
  if (!is_being_erased(place_) || erase_profile(place_)) return true;
  problem(words().say("set.files_left", {{"folder", place_.folder.string()}}));
  return false;
}

void Core::handle_intent(const DismissNotice& intent) {
  notices_.dismiss(intent.id);
  mark(false);
}

void Core::handle_intent(const RetryNow&) { link_.poke(); }

void Core::handle_intent(const Quit&) { save_drafts(); }

}  // namespace twinlamp::client

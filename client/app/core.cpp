// The life of a profile, its stages, and the model.
#include "client/app/core.h"

#include "client/app/export_place.h"
#include "client/app/local_time.h"
#include "client/content/utf8.h"
#include "protocol/base/limits.h"

namespace twinlamp::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds draft_delay{700};
constexpr std::chrono::hours profile_check{1};
constexpr std::chrono::minutes profile_retry{1};
constexpr seconds writing_shows{20};
constexpr seconds erase_patience{3};
const std::string pair_key = "pair";
const std::string ended_key = "ended";

// What comes without the person: it keeps no profile open.
bool comes_by_itself(const Intent& intent) {
  return std::holds_alternative<SetInFront>(intent) || std::holds_alternative<SetWindow>(intent) || std::holds_alternative<RetryNow>(intent);
}

bool has_sealed(const RoundView& round, bool mine) {
  if (round.phase == RoundPhase::both_sealed || round.phase == RoundPhase::countdown) return true;
  return round.phase == (mine ? RoundPhase::sealed : RoundPhase::partner_sealed);
}

bool any_sealed(const Model& model, bool mine) {
  return std::any_of(model.open_rounds.begin(), model.open_rounds.end(), [mine](const RoundRef& round) { return has_sealed(*round, mine); });
}

LampState lamp_of(const std::optional<live::Presence>& presence) {
  if (!presence) return LampState::away;
  if (!presence->lamp_lit) return LampState::unlit;
  return presence->writing ? LampState::writing : LampState::here;
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
      announcer_(options_.notifier),
      documents_folder_(documents_folder().string()) {}

std::string Core::language() const {
  if (!options_.language.empty()) return options_.language;
  const auto& chosen = open_settings_.look.language;
  return chosen.empty() ? language_of_environment() : chosen;
}

std::optional<std::string> Core::start() {
  for (const auto& file : {place_.key(), place_.member(), place_.leaving(), place_.look()}) static_cast<void>(discard_unfinished(file));
  auto member = read_member_file(place_.member());
  if (!member) return words().translated(member.error().where);
  member_ = std::move(*member);
  go_on_leaving();
  if (!keyring_.exists()) {
    if (member_) return words().say("fault.no_key_file", {{"file", place_.key().string()}});
  } else if (auto problem = start_locked()) {
    return problem;
  }
  publish();
  return std::nullopt;
}

std::optional<std::string> Core::start_locked() {
  auto locked = keyring_.has_passphrase();
  if (!locked) return words().translated(locked.error().where);
  has_passphrase_ = *locked;
  if (has_passphrase_) {
    stage_ = Stage::locked;
    connect();
    return std::nullopt;
  }
  auto key = keyring_.unlock({});
  if (!key) return words().translated(key.error().where);
  if (auto opened = open_profile(std::move(*key)); !opened) return words().translated(opened.error().where);
  return std::nullopt;
}

Result<void> Core::open_profile(Key key) {
  auto storage = SqliteStorage::open(place_.database(), key, around_.random);
  if (!storage) return storage.error();
  auto settings = (*storage)->value(Settings::key);
  auto drafts = Drafts::load(**storage);
  auto alone = (*storage)->value(private_key);
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
  stage_ = Stage::fresh;
  if (*settings) {
    auto parsed = parse_settings(**settings);
    if (!parsed) return Error{ErrorCode::corrupt, "The settings of this profile are damaged. Restore a backup of the folder, or begin anew."};
    opened_->settings = std::move(*parsed);
    stage_ = Stage::unpaired;
  }
  if (*alone) {
    auto parsed = parse_private(**alone);
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
  } else if (*pending) {
    if (auto parsed = PendingPair::parse(**pending)) pending_ = std::move(*parsed);
    if (pending_) stage_ = Stage::pairing;
  }
  my_shifts_ = around_.clock.next_shifts(around_.clock.now().wall);
  watch_for_locking();
  changed();
  return {};
}

Result<void> Core::open_pair(PairRecord record) {
  auto member = member_of(record);
  auto device = Device::open(std::move(record), *opened_->storage, around_.random, around_.clock.now());
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
  const bool is_known = member_ && member_->member.public_key == member.member.public_key;
  if (is_known) member.relay_address = member_->relay_address;  // the relay may have moved since the pairing
  if (!is_known || member_->farewell != member.farewell) TWINLAMP_TRY(write_member_file(place_.member(), member));
  member_ = std::move(member);
  tell_profile();
  tell_private();
  tell_presence();
  connect();
  return {};
}

void Core::close_profile() {
  if (!opened_) return;
  exporter_.stop();
  exported_file_.clear();
  announced_while_locked_ = false;
  if (opened_->driver)  // and what the disk has not taken is tried a last time
    opened_->driver->give([](Device& device, Now now) { device.set_presence(false, false, now); });
  save_drafts();
  lock_timer_.cancel();
  auto_lock_.stop();
  profile_timer_.cancel();
  day_timer_.cancel();
  gift_timer_.cancel();
  forget_private_pages();
  appreciations_.close();
  dates_ = std::make_shared<const DatesView>();
  held_.clear();
  stop_play();
  flow_.reset();
  pending_.reset();
  opened_.reset();
  builder_.clear();
  forget_own_cards();
  notices_.clear();
  stuck_notice_.reset();
}

void Core::quit(std::function<void()> done) {
  close_profile();
  announcer_.withdraw();
  link_.close();
  quit_done_ = std::move(done);
  if (!leaver_) return quit_done_();
  quit_timer_ = around_.loop.post_after(erase_patience, [this] {
    leaver_.reset();
    quit_done_();
  });
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
  if (auto saved = opened_->drafts.flush(*opened_->storage); !saved) {
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

// --- the model

void Core::mark(bool rounds) {
  rounds_changed_ = rounds_changed_ || rounds;
  if (std::exchange(is_marked_, true)) return;
  around_.loop.post([this] { publish(); });
}

void Core::publish() {
  is_marked_ = false;
  if (std::exchange(rounds_changed_, false) && is_paired()) {
    take_in_own_cards();
    const auto& state = opened_->driver->device().state();
    const auto now = around_.clock.now().wall;
    const auto day = pair_day(state, now);
    builder_.update(state, opened_->driver->device().record().slot, day, [this](const twinlamp::Round& round) { return local_facts(round); });
    // At the turn of the pair's day there is something else to suggest.
    day_timer_ = around_.loop.post_after(std::min<milliseconds>(day_begins(state, day + std::chrono::days(1)) - now, std::chrono::hours(1)), [this] { changed(); });
    look_at_private_pages();
    take_in_gifts();
    builder_.keep_gifts(opened_->driver->device().state(), appreciations_.view());
  }
  around_.publish(make_model());
}

RoundFacts Core::local_facts(const twinlamp::Round& round) const {
  const auto& device = opened_->driver->device();
  RoundFacts facts;
  facts.me = device.record().slot;
  facts.partner_name = partner_name();
  facts.draft = opened_->drafts.find(round.id);
  facts.has_passed = opened_->drafts.has_passed(round.id);
  facts.is_held = device.is_held(round.id);
  facts.is_closing = device.is_closing(round.id);
  if (const auto at = device.opens_at(round.id)) facts.opens_at = to_steady(*at);
  if (round.has_sealed(facts.me) && !round.wishes) facts.my_answer = device.my_answer(round.id);
  facts.my_votes = device.my_votes(round.id);
  return facts;
}

ModelRef Core::make_model() {
  auto model = std::make_shared<Model>();
  model->version = ++version_;
  model->profile = place_.name;
  model->stage = stage_;
  model->hidden = is_hidden_;
  model->left_here = stage_ == Stage::ended && has_left_;
  model->stage_problem = words().translated(stage_problem_);
  model->connection = connection_;
  model->connection_text = words().translated(connection_text_);
  model->asked_to_wait = asked_to_wait_;
  if (retry_at_) model->retry_at = to_steady(*retry_at_);
  if (flow_) model->pairing = flow_->view();
  if (!flow_ && refused_code_) model->pairing = refused_code_;
  if (pending_) {
    model->pairing.emplace();
    model->pairing->step = PairingView::Step::comparing_words;
    model->pairing->same_words = pending_->same_words;
    model->pairing->pattern = pending_->pattern;
  }
  builder_.fill(*model);
  builder_.fill_content(*model);
  model->own_cards = own_cards_.view();
  if (is_paired()) {
    model->gifts = appreciations_.view();
    model->open_up = open_up_;
    model->desire = desire_;
    const auto& alone = opened_->alone;
    model->alone = {alone.desire, alone.desire && opened_->driver->device().state().desire_is_open, alone.ceiling};
    model->dates = dates_;
    model->unsent = opened_->driver->device().unsent();
    model->unsaved = opened_->driver->is_stuck();
    model->caught_up = connection_ == Connection::online && opened_->driver->device().is_caught_up();
  }
  if (play_) model->game = play_->view();
  fill_people(*model);
  fill_settings(*model);
  fill_export(model->exporting);
  model->notices = notices_.all();
  return model;
}

// Whatever a partner's client has put there: one line that says nothing in our place.
std::string Core::partner_name() const {
  const auto& device = opened_->driver->device();
  const auto& profile = device.state().profiles[device.record().partner_slot()];
  return one_line(profile ? profile->display_name : device.record().partner_name, limits::display_name);
}

void Core::fill_people(Model& model) const {
  if (!opened_) return;
  model.me.name = opened_->settings.display_name;
  model.me.utc_offset_minutes = static_cast<int>(around_.clock.utc_offset(around_.clock.now().wall).count());
  model.me.zone = zone_view(around_.clock.utc_offset(around_.clock.now().wall), my_shifts_);
  if (pending_) model.partner.name = pending_->record.partner_name;
  if (!is_paired()) return;
  const auto& device = opened_->driver->device();
  const auto partner = device.record().partner_slot();
  const auto& profile = device.state().profiles[partner];
  model.partner.name = partner_name();
  if (profile) {
    model.partner.utc_offset_minutes =
        static_cast<int>(offset_at(around_.clock.now().wall, device.state().offset[partner], profile->next).count());
    model.partner.zone = zone_view(device.state().offset[partner], profile->next);
  }
  model.partner.lamp = any_sealed(model, false) ? LampState::sealed : lamp_of(device.partner_presence());
  const bool writes = last_key_ && around_.clock.now().mono - *last_key_ < writing_shows;
  model.me.lamp = !opened_->settings.lamp_lit ? LampState::unlit
                  : any_sealed(model, true)   ? LampState::sealed
                  : writes                    ? LampState::writing
                                              : LampState::here;
}

void Core::fill_settings(Model& model) const {
  model.settings.has_passphrase = has_passphrase_;
  model.settings.look = open_settings_.look;
  model.settings.notifications = open_settings_.notifications;
  model.settings.window = open_settings_.window;
  model.settings.seen_introduction = open_settings_.seen_introduction;
  model.settings.language = words().language();
  if (!opened_) return;
  fill_sharing(model.settings.sharing);
  model.settings.auto_lock_minutes = opened_->settings.auto_lock_minutes;
  model.settings.lamp_lit = opened_->settings.lamp_lit;
  if (member_) model.settings.relay = member_->relay_address;
  if (auto address = parse_relay_address(options_.relay.empty() ? opened_->settings.relay : options_.relay)) model.settings.relay = address->shown();
  model.settings.sharing.relay = model.settings.relay;
}

void Core::fill_sharing(SharingView& sharing) const {
  sharing.name = opened_->settings.display_name;
  sharing.lamp_lit = opened_->settings.lamp_lit;
  sharing.utc_offset_minutes = static_cast<int>(around_.clock.utc_offset(around_.clock.now().wall).count());
  sharing.clock_changes = static_cast<int>(my_shifts_.size());
  if (member_) sharing.relay_key = to_hex(member_->relay_id).substr(0, 16);
}

void Core::tell_presence() {
  if (!is_paired()) return;
  const bool lit = opened_->settings.lamp_lit && !opened_->has_ended;
  opened_->driver->give([&](Device& device, Now now) { device.set_presence(lit, lit && in_front_ && !is_hidden_, now); });
}

void Core::tell_profile() {
  if (!is_paired() || opened_->has_ended) return;
  const auto now = around_.clock.now().wall;
  Device::Profile profile;
  profile.display_name = opened_->settings.display_name;
  profile.next = my_shifts_ = around_.clock.next_shifts(now);
  profile.utc_offset = around_.clock.utc_offset(now);
  profile.content_version = static_cast<std::uint32_t>(builder_.cards().size());
  has_told_profile_ = static_cast<bool>(opened_->driver->give([&](Device& device, Now at) {
    device.set_utc_offset(profile.utc_offset);
    return device.set_profile(profile, at);
  }));
  agree_day_turn();
  play_unseen_wishes();
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

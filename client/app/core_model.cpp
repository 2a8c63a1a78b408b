// What the faces see: one model, made anew whenever something has changed.
#include "client/app/core.h"
#include "client/app/export_place.h"
#include "client/app/local_time.h"
#include "client/app/practices/open_up.h"
#include "client/content/utf8.h"
#include "protocol/base/limits.h"

namespace twinlamp::client {
namespace {

using std::chrono::milliseconds;

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

}  // namespace

void Core::later(std::function<void()> task) {
  around_.loop.post([life = std::weak_ptr<int>(life_), task = std::move(task)] {
    if (!life.expired()) task();
  });
}

void Core::mark(bool rounds) {
  rounds_changed_ = rounds_changed_ || rounds;
  if (std::exchange(is_marked_, true)) return;
  later([this] { publish(); });
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
    look_at_unseen_wishes();
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
  facts.may_lay_aside = may_lay_aside(round, around_.clock.now().wall);
  return facts;
}

ModelRef Core::make_model() {
  auto model = std::make_shared<Model>();
  model->version = ++version_;
  model->profile = place_.name;
  model->folder = place_.folder.string();
  model->stage = stage_;
  model->hidden = is_hidden_;
  model->left_here = stage_ == Stage::ended && has_left_;
  model->stage_problem = words().translated(stage_problem_);
  model->refused_unlocks = refused_unlocks_;
  model->leaves_untold = stage_ == Stage::locked && is_member_damaged_ && !member_;
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
    if (pending_->record.is_heir) model->pairing->renewal = Renewal::receives;
  }
  if (is_renewing_) {
    if (!model->pairing) model->pairing.emplace();
    model->pairing->renewal = Renewal::gives;
    model->pairing->may_show = own_slot() == 0;
    model->pairing->may_type = own_slot() == 1;
  }
  builder_.fill(*model);
  model->paused = open_settings_.paused;
  if (model->paused) {
    model->tonight.reset();
    model->small_thing.reset();
  }
  builder_.fill_content(*model);
  model->own_cards = own_cards_.view(shows_desire());
  if (is_paired()) {
    model->gifts = appreciations_.view();
    model->open_up = open_up_;
    model->desire = desire_;
    const auto& alone = opened_->alone;
    const auto& state = opened_->driver->device().state();
    model->alone = {alone.desire, alone.desire && state.desire_is_open, alone.ceiling_that_counts(state.depth[open_up_practice])};
    model->dates = dates_;
    model->unsent = opened_->driver->device().unsent();
    model->unsaved = opened_->driver->is_stuck() || opened_->are_drafts_refused;
    const auto repair = opened_->driver->device().repair();
    model->repair = {static_cast<RepairView::Phase>(repair.phase), repair.have, repair.of, repair.inherits, words_for_repair(repair, partner_name(), words())};
    model->caught_up = connection_ == Connection::online && opened_->driver->device().is_caught_up();
  }
  if (play_) model->game = play_->view();
  fill_people(*model);
  fill_settings(*model);
  hosting_.fill(model->home);
  fill_export(model->exporting);
  fill_backup(model->backup);
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
  model.me.lamp = !is_lamp_lit() ? LampState::unlit
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
  if (const auto home = hosting_.address(); home && options_.relay.empty() && (!member_ || hosting_.is_home(member_->relay_id))) model.settings.relay = home->shown();
  model.settings.sharing.relay = model.settings.relay;
  model.settings.other_relay = other_relay_;
}

void Core::fill_sharing(SharingView& sharing) const {
  sharing.name = opened_->settings.display_name;
  sharing.lamp_lit = is_lamp_lit();
  sharing.utc_offset_minutes = static_cast<int>(around_.clock.utc_offset(around_.clock.now().wall).count());
  sharing.clock_changes = static_cast<int>(my_shifts_.size());
  if (member_) sharing.relay_key = to_hex(member_->relay_id).substr(0, 16);
}

}  // namespace twinlamp::client

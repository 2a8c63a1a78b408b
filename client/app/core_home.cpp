// Our relay on this laptop: switched on and off, waited for, told to the partner. HomeRelay runs it.
#include <algorithm>

#include "client/app/core.h"

namespace twinlamp::client {
namespace {

using State = HomeRelayFacts::State;
using Fault = HomeRelayFacts::Fault;

constexpr std::chrono::seconds network_patience{30};

const char* key_of(Fault fault) {
  switch (fault) {
    case Fault::not_installed: return "home.not_installed";
    case Fault::too_old: return "home.too_old";
    case Fault::port_taken: return "home.port_taken";
    case Fault::runs_already: return "home.runs_already";
    case Fault::data: return "home.data";
    case Fault::ended:
    case Fault::none: break;
  }
  return "home.ended";
}

// A name or an address, with the relay's own port where none was typed.
std::optional<RelayAddress> named(const std::string& name, std::uint16_t port) {
  auto address = parse_relay_address(name);
  if (name.empty() || !address || name.find("://") != std::string::npos || !address->invite.empty()) return std::nullopt;
  if (address->shown() != name) address->port = port;
  return *address;
}

HomeView::State state_of(State state) {
  switch (state) {
    case State::off: return HomeView::State::off;
    case State::starting: return HomeView::State::starting;
    case State::running: return HomeView::State::running;
    case State::failed: break;
  }
  return HomeView::State::failed;
}

// Of whoever is paired here, or will be: one that is there and was not left, else a new one. The relay of a pair that was left is its own, for as
// long as it waits.
Path home_folder_in(const ProfilePlace& place, const Path& but) {
  std::error_code ignored;
  std::optional<Path> fresh;
  for (int number = 1; number <= ProfilePlace::most_relays; ++number) {
    const auto folder = place.relay(number);
    if (folder == but || HomeFarewell::is_marked(folder)) continue;
    if (std::filesystem::exists(folder, ignored)) return folder;
    if (!fresh) fresh = folder;
  }
  return fresh.value_or(place.relay(ProfilePlace::most_relays));
}

}  // namespace

void Core::handle_intent(const SetHosting& intent) {
  if (stage_ == Stage::locked) return problem(words().say("act.locked"));
  if (!intent.name.empty() && !named(intent.name, default_relay_port)) return problem(words().say("home.bad_name"));
  const bool was_on = open_settings_.hosting.on;
  open_settings_.hosting = intent;
  // Another name is no address any more.
  const auto& listed = home_->facts().addresses;
  const bool is_there = std::any_of(listed.begin(), listed.end(), [&](const auto& each) { return each.host == intent.address; });
  if (home_->is_running() && !is_there && intent.address != intent.name) open_settings_.hosting.address.clear();
  save_open_settings();
  if (intent.on == was_on) return mark(false);
  if (intent.on) return begin_hosting();
  end_hosting();
  if (member_ && !flow_) connect();
}

void Core::handle_intent(const DoNotWait&) {
  for (const auto& each : farewells_) each->give_up();
  mark(false);
}

void Core::begin_hosting() {
  home_->start();
  home_state_ = State::starting;
  mark(false);
}

void Core::end_hosting() {
  home_state_ = State::off;
  after_home_.reset();
  home_->stop();
  mark(false);
}

// With the app, and the ones that still have something to tell.
void Core::end_relays(std::function<void()> done) {
  const auto running = std::make_shared<std::size_t>(1 + farewells_.size());
  const auto one_less = [running, done = std::move(done)] {
    if (--*running == 0) done();
  };
  home_->stop(one_less);
  for (const auto& each : farewells_) each->stop(one_less);
}

// It runs, or cannot be had yet: what waited for that goes on.
void Core::on_home_changed() {
  if (quit_done_) return;
  const auto state = home_->facts().state;
  const bool is_news = std::exchange(home_state_, state) != state && state != State::starting;
  if (is_news) tell_home_fault();
  // A laptop that changes its network has none for a while.
  if (home_gone().empty()) {
    home_timer_.cancel();
    told_gone_.clear();
  } else if (is_news) {
    tell_home_gone();
  } else if (!home_timer_.is_set()) {
    home_timer_ = around_.loop.post_after(network_patience, [this] { tell_home_gone(); });
  }
  mark(false);
  if (!is_news || state == State::off) return;
  erase_rooms();
  if (auto waits = std::exchange(after_home_, std::nullopt)) return handle(*waits);
  if (member_ && !flow_ && !link_.is_logged_in()) connect();
}

// Once for each. What may only be the last run's relay, on its way out, is tried some times before anybody hears of it; and one that
// ended by itself is back before anybody could do anything.
void Core::tell_home_fault() {
  constexpr int patient_tries = 4;
  const auto& facts = home_->facts();
  if (facts.state == State::running) home_failures_ = 0;
  if (facts.state != State::failed || facts.fault == Fault::ended) return;
  const bool may_pass = facts.fault == Fault::port_taken || facts.fault == Fault::runs_already;
  if (++home_failures_ == (may_pass ? patient_tries : 1)) notices_.problem(home_problem());
}

// The address that the partner was told, if this laptop has others by now, and not that one.
std::string Core::home_gone() const {
  const auto& address = open_settings_.hosting.address;
  const auto host = home_host();
  return home_->is_running() && !host.empty() && host != address ? address : std::string();
}

void Core::tell_home_gone() {
  const auto gone = home_gone();
  if (gone.empty() || !member_ || !is_home(member_->relay_id) || std::exchange(told_gone_, gone) == gone) return;
  notices_.problem(words().say("home.gone", {{"old", gone}, {"new", home_address()->shown()}}) + " " + words().say("home.gone_where"));
  mark(false);
}

bool Core::is_home_awaited() const { return home_->facts().state == State::starting; }

bool Core::is_home(const PublicKey& relay_id) const { return home_->is_running() && home_->facts().relay_id == relay_id; }

void Core::go_home(LinkConfig& config) const {
  if (!config.relay_id || !is_home(*config.relay_id)) return;
  config.host = "127.0.0.1";
  config.port = home_->facts().port;
}

// What was chosen, if this laptop still has it; else the best there is.
std::string Core::home_host() const {
  const auto& [on, name, address] = open_settings_.hosting;
  if (!name.empty() && (address.empty() || address == name)) return name;
  const auto& all = home_->facts().addresses;
  for (const auto& each : all)
    if (each.host == address) return each.host;
  if (!name.empty()) return name;
  return all.empty() || all.front().reach == HomeAddressView::Reach::only_here ? std::string() : all.front().host;
}

std::optional<RelayAddress> Core::home_address() const {
  const auto host = home_host();
  if (!home_->is_running() || host.empty()) return std::nullopt;
  RelayAddress address;
  address.host = host;
  address.port = home_->facts().port;
  if (host == open_settings_.hosting.name) address = named(host, address.port).value_or(address);
  address.relay_id = home_->facts().relay_id;
  address.invite = home_->facts().invite;
  return address;
}

// From now on the partner's laptop looks for it there.
void Core::keep_home_address(const PairRecord& record) {
  if (!is_home(record.relay_id) || !open_settings_.hosting.address.empty()) return;
  open_settings_.hosting.address = home_host();
  save_open_settings();
}

std::string Core::home_problem() const {
  const auto& facts = home_->facts();
  auto text = words().say(key_of(facts.fault), {{"port", static_cast<int>(facts.port)}, {"folder", home_data_.string()}, {"why", facts.sentence}});
  while (text.ends_with(' ')) text.pop_back();  // where there is no more to say
  return text;
}

void Core::fill_home(HomeView& home) const {
  const auto& [on, name, address] = open_settings_.hosting;
  const auto& facts = home_->facts();
  home.is_on = on;
  home.name = name;
  home.address = address;
  home.waits_to_tell = std::any_of(farewells_.begin(), farewells_.end(), [](const auto& each) { return each->waits(); });
  if (!on) return;
  home.state = state_of(facts.state);
  home.port = facts.port;
  if (facts.state == State::failed) home.problem = home_problem();
  if (!home_->is_running()) return;
  const auto host = home_host();
  for (const auto& each : facts.addresses) {
    if (each.reach == HomeAddressView::Reach::only_here) continue;
    const RelayAddress at{each.host, facts.port, {}, Binding::exporter, {}, {}};
    home.addresses.push_back({each.reach, each.host, at.shown(), each.interface, each.host == host});
  }
  home.gone = home_gone();
  home.is_elsewhere = member_ && member_->relay_id != facts.relay_id;
  const auto reachable = home_address();
  if (!reachable) return;
  home.shown = reachable->shown();
  home.line = Invitation{reachable->host, reachable->port, facts.relay_id, Binding::exporter, {}, reachable->invite}.text();
  home.test_page = "https://" + home.shown + "/healthz";
}

std::unique_ptr<HomeRelay> Core::make_home(const Path& folder) {
  return std::make_unique<HomeRelay>(around_.loop, around_.random, HomeRelay::Place{options_.relay_program, folder}, [this] { on_home_changed(); });
}

Path Core::home_folder() const { return home_folder_in(place_, {}); }

std::chrono::sys_days Core::today() const { return std::chrono::floor<std::chrono::days>(around_.clock.now().wall); }

// Before anything of the pair is erased: whatever comes then, it is known that the relay was theirs.
void Core::mark_home_as_left(const std::optional<MemberRecord>& member) {
  std::error_code ignored;
  if (!std::filesystem::exists(home_data_, ignored)) return;
  static_cast<void>(HomeFarewell::mark(home_data_, member ? std::optional(LeftPair::of(*member, today())) : std::nullopt));
}

// It runs on until the partner has heard, and whoever comes next gets another. What could not be marked (a full disk) goes at once.
void Core::retire_home() {
  open_settings_.hosting = {};
  home_state_ = State::off;
  after_home_.reset();
  home_timer_.cancel();
  std::error_code ignored;
  if (!std::filesystem::exists(home_data_, ignored)) return home_->stop();
  const auto left = std::exchange(home_data_, home_folder_in(place_, home_data_));
  wait_to_tell(std::exchange(home_, make_home(home_data_)), left);
}

void Core::wait_to_tell(std::unique_ptr<HomeRelay> relay, const Path& folder) {
  farewells_.push_back(
      std::make_unique<HomeFarewell>(around_.loop, std::move(relay), folder, [this] { return today(); }, [this] { on_farewell_changed(); }));
  farewells_.back()->start();
}

// After a start: what earlier runs have left to tell; and a relay that belongs to nobody any more, which none of them could mark.
void Core::take_up_farewells() {
  std::error_code ignored;
  const auto left = leavings(place_);
  const bool is_nobodys = !keyring_.exists() && !member_ && !open_settings_.hosting.on;
  for (int number = 1; number <= ProfilePlace::most_relays; ++number) {
    const auto folder = place_.relay(number);
    HomeFarewell::finish_destroying(folder);
    if (is_nobodys && std::filesystem::exists(folder, ignored))
      static_cast<void>(HomeFarewell::mark(folder, left.empty() ? std::nullopt : std::optional(LeftPair::of(left.back().record, today()))));
    if (HomeFarewell::is_marked(folder)) wait_to_tell(make_home(folder), folder);
  }
  if (!HomeFarewell::is_marked(home_data_)) return;
  home_data_ = home_folder();
  home_ = make_home(home_data_);
}

void Core::on_farewell_changed() {
  for (const auto& each : farewells_)
    for (const auto& room : leavings(place_))
      if (each->is_gone() && each->was_of(room.record.relay_id)) forget_room(room.file);  // nobody is left there to be told
  erase_rooms();
  later([this] { std::erase_if(farewells_, [](const auto& each) { return each->is_gone(); }); });
  if (!quit_done_) mark(false);
}

// The one on this laptop where a pair lives, or lived; it may not run yet.
const HomeRelay* Core::near_relay(const PublicKey& relay_id) const {
  if (is_home(relay_id)) return home_.get();
  for (const auto& each : farewells_)
    if (each->was_of(relay_id) && !each->is_gone()) return &each->relay();
  return nullptr;
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

}  // namespace twinlamp::client

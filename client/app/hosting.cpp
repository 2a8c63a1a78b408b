#include "client/app/hosting.h"

#include "client/store/leaving.h"

namespace twinlamp::client {
namespace {

using State = HomeRelayFacts::State;

constexpr std::chrono::seconds network_patience{30};

bool is_there(const Path& folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder, ignored);
}

// Of whoever is paired here, or will be: one that is there and was not left, else a new one. The relay of a pair that
// was left is its own, for as long as it waits.
Path folder_in(const ProfilePlace& place, const Path& but = {}) {
  std::optional<Path> fresh;
  for (int number = 1; number <= ProfilePlace::most_relays; ++number) {
    const auto folder = place.relay(number);
    if (folder == but || HomeFarewell::is_marked(folder)) continue;
    if (is_there(folder)) return folder;
    if (!fresh) fresh = folder;
  }
  return fresh.value_or(place.relay(ProfilePlace::most_relays));
}

HomeView::State state_of(State state) {
  switch (state) {
    case State::off:
      return HomeView::State::off;
    case State::starting:
      return HomeView::State::starting;
    case State::running:
      return HomeView::State::running;
    case State::failed:
      break;
  }
  return HomeView::State::failed;
}

}  // namespace

Hosting::Hosting(Surroundings around, ProfilePlace place, Path program, const SetHosting& chosen,
                 HostingListener& listener)
    : around_(around),
      place_(std::move(place)),
      program_(std::move(program)),
      folder_(folder_in(place_)),
      chosen_(chosen),
      listener_(listener),
      relay_(make_relay(folder_)),
      farewells_(
          around_.loop, [this] { return today(); }, [this] { listener_.on_farewells_changed(); }) {}

std::unique_ptr<HomeRelay> Hosting::make_relay(const Path& folder) {
  return std::make_unique<HomeRelay>(around_.loop, around_.random, HomeRelay::Place{program_, folder},
                                     [this] { look(); });
}

std::chrono::sys_days Hosting::today() const {
  return std::chrono::floor<std::chrono::days>(around_.clock.now().wall);
}

void Hosting::begin() {
  relay_->start();
  state_ = State::starting;
  listener_.on_hosting_changed();
}

void Hosting::end() {
  state_ = State::off;
  put_off_.reset();
  relay_->stop();
  listener_.on_hosting_changed();
}

void Hosting::fall_silent() {
  is_silent_ = true;
}

void Hosting::stop(std::function<void()> done) {
  const auto running = std::make_shared<std::size_t>(1 + farewells_.size());
  const auto one_less = [running, done = std::move(done)] {
    if (--*running == 0) done();
  };
  relay_->stop(one_less);
  farewells_.stop(one_less);
}

void Hosting::look() {
  if (is_silent_) return;
  const auto state = facts().state;
  const bool is_news = std::exchange(state_, state) != state && state != State::starting;
  if (is_news && faults_.handle(facts())) listener_.on_hosting_problem(problem());
  watch_address(is_news);
  listener_.on_hosting_changed();
  if (is_news && state != State::off) listener_.on_hosting_settled(std::exchange(put_off_, std::nullopt));
}

// A laptop that changes its network has none for a while.
void Hosting::watch_address(bool is_news) {
  if (home_gone(chosen_, facts()).empty()) {
    gone_timer_.cancel();
    told_gone_.clear();
  } else if (is_news) {
    tell_gone();
  } else if (!gone_timer_.is_set()) {
    gone_timer_ = around_.loop.post_after(network_patience, [this] { tell_gone(); });
  }
}

void Hosting::tell_gone() {
  const auto gone = home_gone(chosen_, facts());
  const auto pair = listener_.relay_of_pair();
  if (gone.empty() || !pair || !is_home(*pair) || std::exchange(told_gone_, gone) == gone) return;
  const auto& words = listener_.words();
  listener_.on_hosting_problem(words.say("home.gone", {{"old", gone}, {"new", address()->shown()}}) + " " +
                               words.say("home.gone_where"));
  listener_.on_hosting_changed();
}

void Hosting::go_home(LinkConfig& config) const {
  if (!config.relay_id || !is_home(*config.relay_id)) return;
  config.host = "127.0.0.1";
  config.port = facts().port;
}

void Hosting::fill(HomeView& home) const {
  home.is_on = chosen_.on;
  home.name = chosen_.name;
  home.address = chosen_.address;
  home.waits_to_tell = farewells_.waits();
  if (!chosen_.on) return;
  home.state = state_of(facts().state);
  home.port = facts().port;
  if (facts().state == State::failed) home.problem = problem();
  if (!is_running()) return;
  fill_addresses(home, chosen_, facts());
  const auto pair = listener_.relay_of_pair();
  home.is_elsewhere = pair && *pair != facts().relay_id;
}

void Hosting::mark_as_left(const std::optional<MemberRecord>& member) {
  if (!is_there(folder_)) return;
  static_cast<void>(HomeFarewell::mark(folder_, member ? std::optional(LeftPair::of(*member, today())) : std::nullopt));
}

// What could not be marked (a full disk) goes at once.
void Hosting::retire() {
  state_ = State::off;
  put_off_.reset();
  gone_timer_.cancel();
  if (!is_there(folder_)) return relay_->stop();
  const auto left = std::exchange(folder_, folder_in(place_, folder_));
  farewells_.wait(std::exchange(relay_, make_relay(folder_)), left);
}

// And a relay that belongs to nobody any more, which none of them could mark.
void Hosting::take_up_farewells(bool is_nobody_here) {
  const auto left = leavings(place_);
  const auto last = left.empty() ? std::nullopt : std::optional(LeftPair::of(left.back().record, today()));
  for (int number = 1; number <= ProfilePlace::most_relays; ++number) {
    const auto folder = place_.relay(number);
    HomeFarewell::finish_destroying(folder);
    if (is_nobody_here && !chosen_.on && is_there(folder)) static_cast<void>(HomeFarewell::mark(folder, last));
    if (HomeFarewell::is_marked(folder)) farewells_.wait(make_relay(folder), folder);
  }
  if (!HomeFarewell::is_marked(folder_)) return;
  folder_ = folder_in(place_);
  relay_ = make_relay(folder_);
}

}  // namespace twinlamp::client

#include "tests/sim/siege.h"

#include <algorithm>

#include "tests/sim/couple.h"
#include "tests/support/pair_records.h"

namespace twinlamp::sim {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr microseconds trouble = seconds(90);       // then the adversary stops
constexpr microseconds longest = std::chrono::hours(3);
constexpr std::uint64_t other_room = 1'000'003;

bool is_of_relay(Act act) { return static_cast<std::size_t>(act) >= first_of_relay; }

}  // namespace

Siege::Siege(const Attack& attack) : attack_(attack), random_(attack.seed), pending_(attack.strikes) {
  auto records = test::paired_records(attack.seed);
  const bool has_partner = attack.foe == Foe::partner || attack.foe == Foe::both;
  const bool has_relay = attack.foe == Foe::relay || attack.foe == Foe::both;
  const auto room = records[0].room_id();
  relay_ = std::make_unique<HostileRelay>(room, attack.seed, test::paired_records(attack.seed + other_room)[0], has_relay ? &knowledge_ : nullptr);
  for (Slot slot : {Slot{0}, Slot{1}}) {
    if (has_partner && slot != attack.honest) {
      partner_ = std::make_unique<HostilePartner>(records[slot], attack_, knowledge_, now());
      seats_[slot] = partner_.get();
      continue;
    }
    const auto words_of = [this, slot](const EntryId& seal) {
      return partner_ ? partner_->words_of(seal) : honest_[1 - slot]->words_of(seal);
    };
    honest_[slot] = std::make_unique<HonestSeat>(records[slot], attack_, knowledge_, words_of);
    seats_[slot] = honest_[slot].get();
  }
  for (Slot slot : {Slot{0}, Slot{1}}) {
    if (honest_[slot]) honest_[slot]->start(now());
    schedule(pause(10, 3000), [this, slot] { connect(slot); });
    schedule(pause(500, 5000), [this, slot] { live(slot); });
    wake(slot);
  }
  schedule(trouble, [this] { calm_down(); });
}

Siege::~Siege() = default;

void Siege::schedule(microseconds after, std::function<void()> task) { tasks_.emplace(clock_ + std::max(after, microseconds(1)), std::move(task)); }

microseconds Siege::pause(int least_ms, int most_ms) {
  return milliseconds(least_ms) + milliseconds(random_.below(static_cast<std::uint64_t>(most_ms - least_ms + 1)));
}

Now Siege::now() const {
  return {MonoTime(clock_), WallTime(std::chrono::duration_cast<milliseconds>(std::chrono::hours(480'000) + clock_))};
}

// --- the network

void Siege::connect(Slot slot) {
  auto& line = lines_[slot];
  if (line.connection != 0 || (honest_[slot] && honest_[slot]->is_down())) return;
  line.connection = next_connection_++;
  line.free_up = line.free_down = clock_;
  schedule(pause(1, 80), [this, slot, connection = line.connection] {
    if (lines_[slot].connection != connection) return;
    relay_->handle_join(connection, slot, now());
    drive_relay();
  });
}

void Siege::cut(Slot slot) {
  const auto connection = std::exchange(lines_[slot].connection, 0);
  if (connection == 0) return;
  schedule(pause(0, 2000), [this, connection] {
    relay_->handle_leave(connection, now());
    drive_relay();
  });
  seats_[slot]->handle_offline(now());
  schedule(pause(50, 4000), [this, slot] { connect(slot); });
}

// What a device has to say goes out, and then it sleeps until something is due.
void Siege::drive(Slot slot) {
  while (auto frame = seats_[slot]->poll_frame(now())) {
    auto& line = lines_[slot];
    ++said_[slot];
    if (line.connection == 0) continue;
    line.free_up = std::max(line.free_up, clock_ + pause(1, 40));
    schedule(line.free_up - clock_, [this, slot, connection = line.connection, frame = std::move(*frame)]() mutable {
      if (lines_[slot].connection != connection) return;
      relay_->handle_frame(connection, slot, std::move(frame), now());
      drive_relay();
    });
  }
  revive(slot);
  wake(slot);
  check();
  plot();
}

void Siege::drive_relay() {
  while (auto down = relay_->poll_down(now())) {
    const Slot slot = lines_[0].connection == down->to ? 0 : 1;
    auto& line = lines_[slot];
    if (line.connection != down->to) continue;
    line.free_down = std::max(line.free_down, clock_ + pause(1, 40));
    schedule(line.free_down - clock_, [this, connection = down->to, frame = std::move(down->frame)]() mutable {
      take_down(connection, std::move(frame));
    });
  }
  while (const auto closed = relay_->poll_close())
    for (Slot slot : {Slot{0}, Slot{1}})
      if (lines_[slot].connection == *closed) {
        cut(slot);
        drive(slot);
      }
  wake_relay();
}

void Siege::take_down(ConnectionId connection, wire::Frame frame) {
  const Slot slot = lines_[0].connection == connection ? 0 : 1;
  if (lines_[slot].connection != connection) return;
  ++heard_[slot];
  if (frame.has_logged_in())
    seats_[slot]->handle_logged_in(frame.logged_in(), now());
  else if (!seats_[slot]->handle_frame(frame, now()))
    cut(slot);  // a relay that breaks its own wire
  drive(slot);
}

void Siege::revive(Slot slot) {
  if (!honest_[slot] || !honest_[slot]->is_down() || lines_[slot].connection == UINT64_MAX) return;
  const auto connection = std::exchange(lines_[slot].connection, UINT64_MAX);  // no other revival meanwhile
  if (connection != 0)
    schedule(pause(0, 2000), [this, connection] {
      relay_->handle_leave(connection, now());
      drive_relay();
    });
  schedule(pause(100, 8000), [this, slot] {
    lines_[slot] = {};
    honest_[slot]->start(now());
    connect(slot);
    drive(slot);
  });
}

void Siege::wake(Slot slot) {
  const auto deadline = seats_[slot]->next_deadline();
  if (!deadline) return;
  const auto at = std::max(deadline->time_since_epoch(), clock_ + microseconds(1));
  auto& planned = lines_[slot].wake;
  if (planned && *planned > clock_ && *planned <= at) return;
  planned = at;
  schedule(at - clock_, [this, slot, at] {
    if (lines_[slot].wake != at) return;
    lines_[slot].wake.reset();
    seats_[slot]->handle_time(now());
    if (const auto again = seats_[slot]->next_deadline(); again && again->time_since_epoch() <= clock_)
      broken_.push_back("slot " + std::to_string(slot) + " asks to be woken for ever");
    drive(slot);
  });
}

void Siege::wake_relay() {
  const auto deadline = relay_->next_deadline();
  if (!deadline) return;
  const auto at = std::max(deadline->time_since_epoch(), clock_ + milliseconds(1));
  if (relay_wake_ && *relay_wake_ > clock_ && *relay_wake_ <= at) return;
  relay_wake_ = at;
  schedule(at - clock_, [this, at] {
    if (relay_wake_ != at) return;
    relay_wake_.reset();
    relay_->handle_time(now());
    drive_relay();
  });
}

void Siege::live(Slot slot) {
  seats_[slot]->live(now(), is_calm_);
  drive(slot);
  schedule(pause(400, 4000), [this, slot] { live(slot); });
}

// --- the adversary

bool Siege::has_struck(const Strike& strike) {
  if (strike.step != honest().step()) return false;
  if (!is_of_relay(strike.act)) return partner_ && partner_->strike(strike, now());
  return relay_->strike(strike, attack_.honest, partner_ != nullptr, now());
}

void Siege::plot() {
  if (is_calm_ || pending_.empty() || honest().is_down()) return;
  std::optional<std::size_t> done;
  for (std::size_t at = 0; at < pending_.size() && !done; ++at)
    if (has_struck(pending_[at])) done = at;
  if (!done) return;
  const auto strike = pending_[*done];
  ++struck_[static_cast<std::size_t>(strike.act)][static_cast<std::size_t>(strike.step)];
  pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(*done));
  schedule(microseconds(1), [this] {
    if (partner_) drive(static_cast<Slot>(1 - attack_.honest));
    drive_relay();
  });
}

void Siege::calm_down() {
  is_calm_ = true;
  calm_since_ = clock_;
  if (partner_) partner_->stop(now());
  relay_->stop();
  drive_relay();
}

// --- the rules

void Siege::check() {
  for (const auto& seat : honest_) {
    if (!seat) continue;
    for (const auto& what : seat->broken()) broken_.push_back("at " + std::to_string(clock_.count() / 1000) + " ms, " + what);
    if (!seat->is_down()) check_readers(*seat);
  }
  for (Slot slot : {Slot{0}, Slot{1}}) {
    const auto bound = 100 + 3 * heard_[slot] + static_cast<std::uint64_t>(4 * clock_ / seconds(1));
    if (honest_[slot] && said_[slot] > bound) broken_.push_back("slot " + std::to_string(slot) + " says much more than it hears");
  }
  if (!partner_ || honest().is_down()) return;
  for (const auto& id : partner_->cheated_in()) {
    const auto* round = find_round(honest().state(), id);
    if (round != nullptr && round->is_revealed) broken_.push_back("a wish list opened although a step of it was false");
  }
}

// Who can read an answer of this one's, and might they?
void Siege::check_readers(const HonestSeat& seat) {
  for (const auto& [round, mine] : seat.my_seals()) {
    if (read_.contains(mine.id) || !knowledge_.can_read(mine.id)) continue;
    read_.insert(mine.id);
    const auto at = "at " + std::to_string(clock_.count() / 1000) + " ms, ";
    if (attack_.foe == Foe::relay) {
      broken_.push_back(at + "the relay alone can read an answer");
    } else if (attack_.foe == Foe::both) {
      if (mine.was_put_open)
        ++read_by_choice_;
      else if (!seat.has_bound_partner(round))
        broken_.push_back(at + "an answer can be read before its reader is bound");
    } else {
      const auto latch = to_string(derive_latch_id(test::paired_records(attack_.seed)[0].latch_seed, round, 0));
      if (!relay_->has_released(latch)) broken_.push_back(at + "an answer can be read before the release");
      if (!mine.was_put_open && !seat.has_bound_partner(round)) broken_.push_back(at + "an answer can be read before its reader is bound");
    }
  }
}

// Once all is calm.
void Siege::check_paid() {
  if (attack_.foe != Foe::partner || honest().is_down()) return;
  for (const auto& [id, mine] : honest().my_seals()) {
    const auto* round = find_round(honest().state(), id);
    if (!read_.contains(mine.id) || round == nullptr || round->is_revealed) continue;
    ++unpaid_;
    if (!mine.was_put_open) broken_.push_back("an answer was read, and its author cannot open the other one");
    if (!honest().has_told(DeviceEvent::Kind::latch_trouble)) broken_.push_back("an answer was read and not paid for, and its author was not told");
  }
}

std::size_t Siege::opened() const {
  std::size_t sum = 0;
  for (const auto& seat : honest_) sum += seat ? seat->opened() : 0;
  return sum;
}

bool Siege::is_done() const {
  if (!is_calm_ || clock_ - calm_since_ < seconds(20)) return false;
  for (const auto& seat : honest_)
    if (seat && !seat->has_settled()) return false;
  // Only one of a partner's two logs can be here. It is told of once both have shown; one that is kept back is a log that does not come.
  if (partner_ && (told() != 0 || partner_->has_forked())) return clock_ - calm_since_ >= seconds(60);
  const auto& other = partner_ ? partner_->state() : honest_[1 - attack_.honest]->state();
  return honest().state().last_seq == other.last_seq && digest(honest().state()) == digest(other);
}

void Siege::play() {
  while (!tasks_.empty() && broken_.empty() && !is_done()) {
    if (clock_ > longest) {
      std::string told;
      for (const auto kind : honest().told()) told += " " + std::to_string(static_cast<int>(kind));
      broken_.push_back("they never came to the same state again; the person was told (kinds of DeviceEvent):" + told);
      return;
    }
    const auto next = tasks_.begin();
    clock_ = next->first;
    const auto task = std::move(next->second);
    tasks_.erase(next);
    task();
  }
  if (broken_.empty()) check_paid();
}

}  // namespace twinlamp::sim

#include "tests/sim/couple.h"

#include <algorithm>

#include "protocol/journal/fold.h"
#include "protocol/practice/dialogue.h"
#include "tests/support/pair_records.h"

namespace twinlamp::sim {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr microseconds longest = std::chrono::hours(3);
const std::vector<CardFacts> cards{{"open-up.a", 1, 2, 1, 1},      {"open-up.b", 1, 2, 3, 1}, {"feelings.a", 1, 1, 1, 4, true},
                                   {"values.a", 1, 7, 2, 2},       {"dates.a", 1, 9, 1, 3},   {"fears.a", 1, 3, 4, 1},
                                   {"dialogue.a", 1, 8, 2, 1}};

const CardFacts wish_list{"desire.wishes", 1, 4, 1, wishes_kind};
const std::vector<std::string> wishes{"wishes.a", "wishes.b", "wishes.c"};

std::size_t step_of_phase(RoundPhase phase) {
  switch (phase) {
    case RoundPhase::writing: return 1;
    case RoundPhase::one_sealed: return 2;
    case RoundPhase::both_sealed: return 3;
    case RoundPhase::revealed: return 4;
    case RoundPhase::receiving: return 5;
    case RoundPhase::closed_answered:
    case RoundPhase::closed_unanswered: return 6;
  }
  return 0;
}

// What the practice wants of this one, if anything: the help for a fear, an answer, a question, an ending.
std::optional<Step> step_of_kind(const Round& round, std::uint8_t side, StepKind kind, std::uint32_t choice, const EntryId& about) {
  Step step;
  step.author = side;
  step.kind = number_of(kind);
  step.choice = choice;
  step.said.text = "a step by " + std::to_string(side);
  step.about = about;
  return may_take_step(round, step) ? std::optional(step) : std::nullopt;
}

}  // namespace

// Answers first, then at most three questions, then an ending that both can say.
std::optional<Step> Couple::next_step(const Round& round, std::uint8_t side) {
  const auto choice = static_cast<std::uint32_t>(1 + random_.below(3));
  for (const auto kind : {StepKind::help_wanted, StepKind::help_given})
    if (auto step = step_of_kind(round, side, kind, choice, {})) return step;
  const auto talk = practice::dialogue_of(round);
  if (const auto* turn = practice::open_question_of(talk, partner_of(side)))
    return step_of_kind(round, side, StepKind::answer, 0, turn->question->said.entry_id);
  if (talk.turns.size() < 3)
    if (auto step = step_of_kind(round, side, StepKind::question, choice, {})) return step;
  if (talk.ended || practice::open_question_of(talk, side) != nullptr || talk.endings[side]) return std::nullopt;
  return step_of_kind(round, side, StepKind::ending, 2, {});
}

struct Couple::Person {
  PairRecord record;
  test::MemoryStorage storage;
  SeededRandom random;
  std::unique_ptr<Device> device;
  std::uint64_t life = 0;         // one more at each crash: what was planned for an earlier life does not happen
  ConnectionId connection = 0;    // 0 = none
  bool is_logged_in = false;
  microseconds skew{};            // of this laptop's clocks
  std::optional<microseconds> next_wake;
  std::map<RoundId, std::map<std::uint32_t, Bytes>> sealed;  // as the person saw it sealed: after the commit
  std::map<RoundId, Bytes> sealing;                          // before it
  std::map<RoundId, std::vector<match::Vote>> voted, voting;  // likewise in a wish list
  std::map<RoundId, Bytes> seen;                             // the partner's answer, once open
  // Of a disk that was put back: what it said and nobody else has may be gone, or come again.
  std::optional<test::MemoryStorage> copy;
  std::map<RoundId, std::vector<Bytes>> unsure;
  std::map<RoundId, Bytes> sealed_again;  // before a disk that was put back by hand knew that it had been, and what it had sealed
  std::map<RoundId, std::vector<std::vector<match::Vote>>> unsure_votes;
  std::set<RoundId> troubled;
  std::optional<WallTime> back_since;                        // set back then, and not whole yet
  std::uint64_t receipt = 0, receipt_on_its_way = 0;         // how much of its own log the relay's receipt names
  bool was_set_back = false;
  bool was_told = false;                                     // the app knows that it has put a backup back
  bool needs_receipt = false;                                // it does not, so only the relay's receipt tells, before anything is sealed
  microseconds line_free_up{}, line_free_down{};             // in order: nothing overtakes
  Person(PairRecord r, std::uint64_t seed) : record(std::move(r)), random(seed) {}
};

Couple::Couple(std::uint64_t seed, const Plan& plan) : seed_(seed), plan_(plan), random_(seed) {
  auto records = test::paired_records(seed);
  room_id_ = records[0].room_id();
  for (std::uint8_t side = 0; side < 2; ++side) {
    people_[side] = std::make_unique<Person>(records[side], seed * 7 + side + 100);
    people_[side]->skew = milliseconds(random_.below(2000)) - milliseconds(1000) + seconds(side * 1000);
  }
  room_ = std::make_unique<Room>(room_id_, RoomLimits{});
  for (std::uint8_t side = 0; side < 2; ++side) start(side);
}

Couple::~Couple() = default;

Now Couple::now_of(std::uint8_t side) const {
  const auto local = clock_ + people_[side]->skew;
  return {MonoTime(local), WallTime(std::chrono::duration_cast<milliseconds>(std::chrono::hours(480000) + local))};
}

microseconds Couple::pause(int least_ms, int most_ms) {
  return milliseconds(least_ms) + milliseconds(random_.below(static_cast<std::uint64_t>(most_ms - least_ms + 1)));
}

void Couple::schedule(microseconds after, std::function<void()> task) { tasks_.emplace(clock_ + after, std::move(task)); }

std::size_t Couple::step_of(std::uint8_t side) const {
  const auto& device = people_[side]->device;
  if (!device || device->state().rounds.size() == 0) return 0;
  return step_of_phase(phase_of(**(device->state().rounds.end() - 1)));
}

bool Couple::strikes(Fault fault, std::uint8_t side) {
  if (is_calm()) return false;
  const bool is_of_relay = fault == Fault::relay_crash_before_commit || fault == Fault::relay_crash_after_commit;
  const double rate = fault == Fault::live_lost    ? plan_.live_loss
                      : fault == Fault::set_back   ? plan_.set_back_rate
                      : fault == Fault::relay_lost ? plan_.relay_loss_rate
                      : is_of_relay                ? plan_.fault_rate * 2  // it commits seldom once a round is closed
                                                   : plan_.fault_rate;
  const auto number = places_++;
  if (random_.below(1'000'000) >= static_cast<std::uint64_t>(rate * 1'000'000)) return false;
  if (plan_.only && !std::ranges::count(*plan_.only, number)) return false;
  struck_.push_back({number, fault, side, clock_});
  ++faults_[static_cast<std::size_t>(fault)][step_of(side)][side];
  return true;
}

// --- the devices

void Couple::start(std::uint8_t side) {
  auto& person = *people_[side];
  auto device = Device::open(person.record, person.storage, person.random, now_of(side), person.was_told);
  if (!device) return break_rule(std::string("a device could not be opened: ") + device.error().where);
  person.device = std::move(*device);
  person.next_wake.reset();
  Device::Profile profile{side == 0 ? "Noor" : "Sam", std::chrono::minutes(60 * side), {}, 1};
  if (auto set = person.device->set_profile(profile, now_of(side)); !set && !person.device->is_frozen()) return break_rule("a profile was refused");
  person.device->set_presence(true, true, now_of(side));
  if (plan_.wishes) person.device->set_private({true, 5}, now_of(side));
  const auto life = person.life;
  schedule(pause(10, 3000), [this, side, life] {
    if (people_[side]->life == life) connect(side);
  });
  schedule(pause(500, 5000), [this, side, life] {
    if (people_[side]->life == life) live(side);
  });
  drive(side);
}

void Couple::crash(std::uint8_t side) {
  auto& person = *people_[side];
  ++person.life;
  cut(side);
  person.device.reset();
  person.sealing.clear();
  person.voting.clear();
  schedule(pause(100, 20'000), [this, side, life = person.life] {
    if (people_[side]->life == life) start(side);
  });
}

void Couple::drive(std::uint8_t side) {
  auto& person = *people_[side];
  if (!person.device) return;
  const auto life = person.life;
  while (const auto* transaction = person.device->poll_transaction()) {
    if (strikes(Fault::crash_before_commit, side)) return crash(side);
    if (auto committed = person.storage.commit(*transaction); !committed) return;
    person.was_told = false;  // as the app's word: it stays until the device has written it down itself
    if (!person.copy || random_.below(6) == 0) person.copy = person.storage;
    for (auto& [round, answer] : person.sealing)
      if (!person.sealed[round].try_emplace(0, answer).second) person.sealed_again.insert_or_assign(round, answer);
    person.voted.merge(person.voting);
    if (strikes(Fault::crash_after_commit, side)) return crash(side);
    person.device->handle_committed(now_of(side));
    person.sealing.clear();
    person.voting.clear();
  }
  while (auto frame = person.device->poll_frame()) {
    if (strikes(Fault::crash_between_frames, side)) return crash(side);
    to_relay(side, std::move(*frame));
  }
  while (auto event = person.device->poll_event()) {
    if (event->kind == DeviceEvent::Kind::opened) ++reveals_;
    // Only a log whose disk was put back can go two ways, or be behind; its own device and the partner's may say so.
    const auto& partner = *people_[1 - side];
    if (event->kind == DeviceEvent::Kind::forked && !person.was_set_back) break_rule("an honest log counts as forked");
    if (event->kind == DeviceEvent::Kind::partner_forked && !partner.was_set_back) break_rule("an honest partner's log counts as forked");
    if (event->kind == DeviceEvent::Kind::restored && !person.was_set_back) break_rule("an honest device counts as restored");
    // A wish list that was under way when a disk was put back may mix steps of before and after: it is ended, and told. So may one that comes
    // after, as long as the seed of its votes is of the older copy. Any other round that begins later has nothing to do with it.
    const auto* about = find_round(person.device->state(), event->round);
    const bool is_list = about != nullptr && about->wishes;
    const bool was_struck = struck_rounds_.contains(event->round) || (is_list && (person.was_set_back || partner.was_set_back));
    if (event->kind == DeviceEvent::Kind::match_trouble && !was_struck) break_rule(std::string("an honest wish list is in trouble: ") + event->why);
    // A person whose disk was put back has let something go that the relay still holds a key for: they do what they are told.
    const bool is_of_another_seal = event->latch == LatchNews::mismatch || event->latch == LatchNews::conflict || event->latch == LatchNews::invalid;
    if (event->kind == DeviceEvent::Kind::latch_trouble && was_struck && is_of_another_seal)
      person.troubled.insert(event->round);
    else if (event->kind == DeviceEvent::Kind::latch_trouble)
      break_rule("an honest latch is in trouble: " + std::to_string(static_cast<int>(event->latch)));
  }
  if (person.device->is_frozen() || !person.back_since) person.needs_receipt = false;
  if (person.back_since && !person.device->is_frozen() && person.device->repair().done_at >= person.back_since) {
    person.back_since.reset();
    person.sealed_again.clear();
    ++repairs_;
  }
  check(side);
  if (person.life == life) wake(side);
}

void Couple::wake(std::uint8_t side) {
  auto& person = *people_[side];
  const auto deadline = person.device->next_deadline();
  if (!deadline) return;
  const auto at = std::max(deadline->time_since_epoch() - person.skew, clock_ + microseconds(1));
  if (person.next_wake && *person.next_wake > clock_ && *person.next_wake <= at) return;
  person.next_wake = at;
  schedule(at - clock_, [this, side, life = person.life, at] {
    auto& sleeper = *people_[side];
    if (sleeper.life != life || !sleeper.device) return;
    if (sleeper.next_wake == at) sleeper.next_wake.reset();
    sleeper.device->handle_time(now_of(side));
    drive(side);
  });
}

// --- the network and the relay

void Couple::connect(std::uint8_t side) {
  auto& person = *people_[side];
  if (person.connection != 0 || !person.device) return;
  person.connection = next_connection_++;
  connections_[person.connection] = side;
  person.line_free_up = person.line_free_down = clock_;
  schedule(pause(1, 80), [this, connection = person.connection, side] {
    if (!connections_.contains(connection)) return;
    Join join;
    join.connection = connection;
    join.slot = side;
    join.may_create = true;
    room_->handle_join(join, Now{MonoTime(clock_), WallTime(std::chrono::hours(480000))});
    drive_relay();
  });
}

void Couple::cut(std::uint8_t side) {
  auto& person = *people_[side];
  if (person.connection == 0) return;
  const auto connection = std::exchange(person.connection, 0);
  person.is_logged_in = false;
  connections_.erase(connection);
  schedule(pause(0, 5000), [this, connection] {  // the relay learns of it later
    room_->handle_leave(connection, Now{MonoTime(clock_), {}});
    drive_relay();
  });
  if (person.device) person.device->handle_offline(now_of(side));
  schedule(pause(50, 8000), [this, side, life = person.life] {
    if (people_[side]->life == life) connect(side);
  });
}

void Couple::to_relay(std::uint8_t side, wire::Frame frame) {
  auto& person = *people_[side];
  if (person.connection == 0) return;
  if (strikes(Fault::cut, side)) {
    cut(side);
    return;
  }
  if (frame.has_live() && strikes(Fault::live_lost, side)) return;
  if (frame.has_head_set()) person.receipt_on_its_way = person.device->state().last_seq[side];
  person.line_free_up = std::max(person.line_free_up, clock_ + pause(1, 60));
  schedule(person.line_free_up - clock_, [this, connection = person.connection, frame = std::move(frame)] {
    if (!connections_.contains(connection)) return;
    room_->handle_frame(connection, frame, Now{MonoTime(clock_), WallTime(std::chrono::hours(480000))});
    drive_relay();
  });
}

void Couple::to_client(ConnectionId connection, wire::Frame frame) {
  const auto found = connections_.find(connection);
  if (found == connections_.end()) return;
  const auto side = found->second;
  if (strikes(Fault::cut, side)) {
    cut(side);
    drive(side);
    return;
  }
  auto& person = *people_[side];
  person.line_free_down = std::max(person.line_free_down, clock_ + pause(1, 60));
  schedule(person.line_free_down - clock_, [this, connection, side, frame = std::move(frame)] {
    auto& reader = *people_[side];
    if (reader.connection != connection || !reader.device) return;
    if (frame.has_logged_in()) {
      reader.is_logged_in = true;
      reader.device->handle_logged_in(frame.logged_in(), now_of(side));
    } else if (auto taken = reader.device->handle_frame(frame, now_of(side)); !taken) {
      break_rule(std::string("a frame of an honest relay was refused: ") + taken.error().where);
    }
    if (frame.has_head()) reader.receipt = reader.receipt_on_its_way;
    drive(side);
  });
}

void Couple::drive_relay() {
  while (auto output = room_->poll_output()) {
    if (auto* send = std::get_if<SendFrame>(&*output)) {
      to_client(send->to, std::move(send->frame));
    } else if (const auto* close = std::get_if<CloseConnection>(&*output)) {
      if (connections_.contains(close->connection)) cut(connections_.at(close->connection));
    } else if (auto* request = std::get_if<store::Request>(&*output)) {
      store_.submit(std::move(*request));
    }
  }
  if (store_.has_waiting() && !store_is_scheduled_) {
    store_is_scheduled_ = true;
    schedule(pause(0, 10), [this, life = relay_life_] {
      if (life != relay_life_) return;
      store_is_scheduled_ = false;
      const auto side = static_cast<std::uint8_t>(random_.below(2));
      if (strikes(Fault::relay_crash_before_commit, side)) return crash_relay();
      // Both at once, before the receipt was served, is what nobody could find out (README 7.7).
      const bool needs_receipt = std::ranges::any_of(people_, [](const auto& person) { return person->needs_receipt; });
      if (!needs_receipt && strikes(Fault::relay_lost, side)) {
        store_.lose_everything();
        for (auto& person : people_) person->receipt = 0;
        return crash_relay();
      }
      auto results = store_.commit();
      if (strikes(Fault::relay_crash_after_commit, side)) return crash_relay();
      for (auto& result : results) room_->handle_result(std::move(result), Now{MonoTime(clock_), {}});
      drive_relay();
    });
  }
  const auto deadline = room_->next_deadline();
  if (deadline && !relay_wake_is_scheduled_) {
    relay_wake_is_scheduled_ = true;
    schedule(std::max(deadline->time_since_epoch() - clock_, microseconds(1000)), [this, life = relay_life_] {
      if (life != relay_life_) return;
      relay_wake_is_scheduled_ = false;
      room_->handle_time(Now{MonoTime(clock_), {}});
      drive_relay();
    });
  }
}

void Couple::crash_relay() {
  ++relay_life_;
  store_is_scheduled_ = relay_wake_is_scheduled_ = false;
  store_.crash();
  room_ = std::make_unique<Room>(room_id_, RoomLimits{});
  for (std::uint8_t side = 0; side < 2; ++side) {
    cut(side);
    drive(side);
  }
}

// --- an older disk

bool has_seal(const test::MemoryStorage& storage, std::uint8_t author, const RoundId& round) {
  bool found = false;
  const auto read = storage.for_each_entry(0, [&](const StoredEntry& row) {
    const auto entry = Entry::parse(row.wire);
    wire::Body body;
    found = entry && row.author == author && entry->header().is(EntryType::seal) &&
            body.ParseFromArray(entry->body().data(), static_cast<int>(entry->body().size())) && body.seal().round_id() == to_string(round);
    return !found;
  });
  return read && found;
}

// What both have sealed is safe as long as one of the two disks has it.
void Couple::count_what_is_lost() {
  for (std::uint8_t side = 0; side < 2; ++side) {
    auto& person = *people_[side];
    const auto is_kept = [&](const RoundId& round) {
      const bool is_first = !person.sealed_again.contains(round);  // on their own disk
      return (is_first && has_seal(person.storage, side, round)) || has_seal(people_[1 - side]->storage, side, round);
    };
    for (auto item = person.sealed.begin(); item != person.sealed.end();) {
      const auto& round = item->first;
      if (is_kept(round)) {
        ++item;
        continue;
      }
      person.unsure[round].push_back(item->second.at(0));
      people_[1 - side]->seen.erase(round);  // nor on the disk of whoever had read it: only a person remembers
      auto again = person.sealed_again.extract(round);
      if (again && has_seal(person.storage, side, round)) {
        (item++)->second.at(0) = std::move(again.mapped());  // the second is the only one now
      } else {
        item = person.sealed.erase(item);
      }
    }
    std::erase_if(person.voted, [&](const auto& item) {
      if (is_kept(item.first)) return false;
      person.unsure_votes[item.first].push_back(item.second);
      return true;
    });
  }
}

// By the app, which then tells the device; or by hand, where the receipt at the relay tells.
void Couple::set_back(std::uint8_t side) {
  auto& person = *people_[side];
  note_what_is_struck();
  crash(side);
  person.storage = *person.copy;
  person.was_told = person.receipt <= *person.storage.last_seq(side) || random_.below(2) == 0;
  person.needs_receipt = !person.was_told;
  person.back_since = now_of(side).wall;
  person.was_set_back = true;
  count_what_is_lost();
}

// What is under way on either side: a round that is over on both, and one that begins later, know nothing of it.
void Couple::note_what_is_struck() {
  const auto is_over = [this](const RoundId& id) {
    return std::ranges::all_of(people_, [&](const auto& person) {
      const auto* round = person->device ? find_round(person->device->state(), id) : nullptr;
      return round != nullptr && round->closing;
    });
  };
  for (const auto& person : people_) {
    if (!person->device) continue;
    const auto& state = person->device->state();
    quiet_was_struck_ = quiet_was_struck_ || !state.desire_is_open;
    for (const auto& round : state.rounds)
      if (!is_over(round->id)) struck_rounds_.insert(round->id);
    for (const auto& round : state.quiet_rounds) struck_rounds_.insert(round->id);
  }
}

std::uint32_t Couple::epoch() const {
  return std::min(people_[0]->device ? people_[0]->device->epoch() : 0, people_[1]->device ? people_[1]->device->epoch() : 0);
}

// --- the people

void Couple::live(std::uint8_t side) {
  auto& person = *people_[side];
  if (!person.device) return;
  if (person.copy && strikes(Fault::set_back, side)) return set_back(side);
  act(side);
  drive(side);
  if (person.device)
    schedule(pause(500, 6000), [this, side, life = person.life] {
      if (people_[side]->life == life) live(side);
    });
}

void Couple::act(std::uint8_t side) {
  auto& device = *people_[side]->device;
  if (random_.below(10) == 0) device.set_presence(is_calm() || random_.below(4) != 0, is_calm() || random_.below(3) != 0, now_of(side));
  if (is_calm()) device.set_presence(true, true, now_of(side));
  if (device.repair().phase == Repair::Phase::asks)
    if (auto done = device.go_on_without_it(now_of(side)); !done) break_rule("what was asked could not be answered");
  if (device.is_frozen() || !device.state().is_confirmed()) return;
  RoundId open{};
  bool has_open = false;
  for (const auto& round : device.state().rounds)
    if (!round->closing) {
      open = round->id;
      has_open = true;
    }
  if (!has_open) {
    if (rounds_closed() >= static_cast<std::size_t>(plan_.rounds)) return;
    if (plan_.wishes && times_opened(device.state(), wish_list.id) == 0) {
      if (auto opened = device.open_wishes(wish_list, "What would you enjoy?", wishes, 2, now_of(side)); !opened)
        break_rule(std::string("a wish list could not be opened: ") + opened.error().where);
      return;
    }
    const auto suggestion = tonight(device.state(), {.cards = cards}, pair_day(device.state(), now_of(side).wall));
    if (!suggestion) return break_rule("there is nothing to suggest");
    const auto card = std::find_if(cards.begin(), cards.end(), [&](const CardFacts& c) { return c.id == suggestion->card_id; });
    if (auto opened = device.open_round(*card, "What would you like to be asked?", now_of(side)); !opened)
      break_rule(std::string("a round could not be opened: ") + opened.error().where);
    return;
  }
  act_on(side, *device.state().rounds.find(open));
}

Result<void> Couple::vote(std::uint8_t side, const Round& round) {
  std::vector<match::Vote> votes;
  for (std::size_t item = 0; item < wishes.size(); ++item) votes.push_back(static_cast<match::Vote>(random_.below(3)));
  if (std::ranges::count(votes, match::Vote::no) == 0) votes[random_.below(votes.size())] = match::Vote::no;  // two of three may be wanted
  const auto id = round.id;  // sealing changes the state, and with it the round
  auto done = people_[side]->device->seal_wishes(id, votes, static_cast<SealMode>(random_.below(2)), now_of(side));
  if (done) people_[side]->voting[id] = votes;
  return done;
}

void Couple::act_on(std::uint8_t side, const Round& round) {
  auto& person = *people_[side];
  auto& device = *person.device;
  const auto now = now_of(side);
  const auto id = round.id;
  const auto say = [&](const char* what) { return std::string(what) + " by " + std::to_string(side); };
  Result<void> done;
  if (device.is_held(id) || device.is_closing(id)) return;
  if (person.troubled.contains(id) && may_pass(round, side)) {
    if (auto closed = device.close(id, now); !closed) break_rule("a round in trouble could not be closed");
    return;
  }
  if (may_write(round, side)) {
    if (random_.below(3) == 0) return;  // still thinking
    if (!is_calm() && random_.below(40) == 0) {
      done = device.close(id, now);
    } else if (round.wishes) {
      done = vote(side, round);
    } else {
      const auto answer = to_bytes(bytes_of("answer " + to_hex(id) + " by " + std::to_string(side) + " #" + std::to_string(random_.below(1'000'000))));
      const auto mode = static_cast<SealMode>(random_.below(3));
      done = device.seal(id, answer, mode, now);
      if (done) person.sealing[id] = answer;
    }
  } else if (may_relax(round, side) && random_.below(4) == 0) {
    done = device.relax(id, now);
  } else if (may_confirm(round, side)) {
    done = device.confirm(id, random_.below(3) != 0, say("what I meant"), now);
  } else if (may_reply(round, side)) {
    done = device.reply(id, say("my reply"), now);
  } else if (may_say_back(round, side) && !has_received(round, side)) {
    done = device.say_back(id, say("I heard"), now);
  } else if (may_react(round, side) && random_.below(3) == 0 && round.sides[side].reactions.empty()) {
    done = device.react(id, "♥", now);
  } else if (may_add(round, side) && random_.below(6) == 0 && round.sides[side].additions.empty()) {
    done = device.add(id, say("and also"), now);
  } else if (const auto step = next_step(round, side)) {
    done = device.take_step(id, *step, now);
  } else if (may_close(round, side) && is_finished(round)) {
    done = device.close(id, now);
  } else if (!is_calm() && may_pass(round, side) && random_.below(60) == 0) {
    done = device.close(id, now);
  }
  if (!done) break_rule(std::string("an allowed act was refused: ") + done.error().where);
}

// --- the rules

void Couple::break_rule(const std::string& what) {
  broken_.push_back("seed " + std::to_string(seed_) + " at " + std::to_string(clock_.count() / 1000) + " ms: " + what);
}

void Couple::check(std::uint8_t side) {
  auto& person = *people_[side];
  const auto& partner = *people_[1 - side];
  if (!person.device) return;
  for (const auto& round : person.device->state().rounds) {
    if (round->wishes) {
      check_wishes(side, *round);
      continue;
    }
    const auto& theirs = round->sides[1 - side];
    const auto mine = person.sealed.find(round->id);
    const bool may_be_lost = person.back_since.has_value();
    if (theirs.answer_state == AnswerState::open) {
      // Early look: whoever can read has bound itself before.
      if (mine == person.sealed.end() && !person.unsure.contains(round->id)) break_rule("an answer was open before mine was sealed");
      // Change: what opens is what the author saw sealed.
      const auto sealed = partner.sealed.find(round->id);
      const Bytes answer(theirs.answer.begin(), theirs.answer.end());
      const auto unsure = partner.unsure.find(round->id);
      const bool was_sealed = (sealed != partner.sealed.end() && sealed->second.at(0) == answer) ||
                              (unsure != partner.unsure.end() && std::ranges::count(unsure->second, answer) > 0);
      if (!was_sealed) break_rule("another answer opened than was sealed");
      const auto [seen, is_new] = person.seen.try_emplace(round->id, answer);
      if (!is_new && seen->second != answer) break_rule("an open answer changed, of a partner that sealed " + std::to_string(1 + (unsure == partner.unsure.end() ? 0 : unsure->second.size())) + " times");
    }
    // Sealed again after the first SEAL was on no disk any more: the latch may have it (README 7.7, what this does not reach).
    const bool was_sealed_twice = partner.unsure.contains(round->id);
    if (theirs.answer_state == AnswerState::unreadable && !was_sealed_twice) break_rule("an honest answer could not be opened");
    // Loss: what was seen as sealed is still sealed.
    if (mine != person.sealed.end() && !round->has_sealed(side) && !round->closing && !may_be_lost) break_rule("a sealed answer was lost");
  }
  for (const auto& [id, answer] : person.sealed)
    if (person.device->state().rounds.find(id) == nullptr && !person.back_since) break_rule("a round with a sealed answer was lost");
  for (const auto& anomaly : person.device->state().anomalies) {
    const auto kind = anomaly.kind;
    // What its own device makes of a reveal of the first SEAL, until it has its log again and with it that one.
    const bool is_mending = anomaly.author == side && person.back_since && person.sealed_again.contains(anomaly.round);
    const bool was_sealed_twice = kind == AnomalyKind::forked_seal && (is_mending || people_[anomaly.author]->unsure.contains(anomaly.round));
    if (kind != AnomalyKind::late_seal && !was_sealed_twice) break_rule("an anomaly among honest devices: " + std::to_string(static_cast<int>(kind)));
  }
}

// Early look, change and loss, as for any answer; and what is known is exactly what both want.
void Couple::check_wishes(std::uint8_t side, const Round& round) {
  // What each may have voted, in the order of the times: more than once only where a disk was put back.
  const auto votes_of = [&](std::uint8_t whose) {
    const auto& person = *people_[whose];
    std::vector<std::vector<match::Vote>> all;
    if (const auto unsure = person.unsure_votes.find(round.id); unsure != person.unsure_votes.end()) all = unsure->second;
    if (const auto sure = person.voted.find(round.id); sure != person.voted.end()) all.push_back(sure->second);
    return all;
  };
  const auto& person = *people_[side];
  if (person.voted.contains(round.id) && !round.has_answered(side) && !round.is_revealed && !round.closing && !person.back_since)
    break_rule("a vote was lost");
  if (!round.is_revealed) return;
  if (votes_of(0).empty() || votes_of(1).empty()) return break_rule("a wish list opened before both had voted");
  if (round.wishes->is_broken) return break_rule("an honest wish list opened broken");
  const auto fits = [&](const std::vector<match::Vote>& one, const std::vector<match::Vote>& other) {
    for (std::size_t item = 0; item < wishes.size(); ++item)
      if (round.wishes->outcome[item] != static_cast<match::Outcome>(std::min(one[item], other[item]))) return false;
    return true;
  };
  for (const auto& one : votes_of(0))
    for (const auto& other : votes_of(1))
      if (fits(one, other)) return;
  break_rule("a wish list opened to something else than what both want");
}

std::size_t Couple::rounds_closed() const {
  std::size_t least = SIZE_MAX;
  for (const auto& person : people_) {
    if (!person->device) return 0;
    std::size_t closed = 0;
    for (const auto& round : person->device->state().rounds) closed += round->closing ? 1 : 0;
    least = std::min(least, closed);
  }
  return least;
}

bool Couple::is_done() const {
  if (!is_calm() || rounds_closed() < static_cast<std::size_t>(plan_.rounds)) return false;
  for (const auto& person : people_) {
    if (!person->device || person->device->unsent() > 0 || person->device->repair().phase != Repair::Phase::none) return false;
    // A quiet run that was under way when a disk was put back may be given up: its seed is of another copy. The next one is tomorrow's.
    if (plan_.wishes && !quiet_was_struck_ && !person->device->state().desire_is_open) return false;
    for (const auto& round : person->device->state().rounds)
      if (!round->closing) return false;
  }
  return digest(people_[0]->device->state()) == digest(people_[1]->device->state());
}

void Couple::play() {
  while (!tasks_.empty() && broken_.empty() && !is_done()) {
    if (clock_ > longest) return break_rule("they never came to an end: closed " + std::to_string(rounds_closed()) + ", steps " +
                                            std::to_string(step_of(0)) + " and " + std::to_string(step_of(1)));
    auto next = tasks_.begin();
    clock_ = next->first;
    auto task = std::move(next->second);
    tasks_.erase(next);
    task();
  }
  if (tasks_.empty()) break_rule("nothing moves any more");
}

std::string digest(const PairState& state) { return std::string(text_of(state_to_bytes(state, {}))); }

}  // namespace twinlamp::sim

#include "tests/sim/two_years.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <set>

#include "client/app/practices/evening.h"
#include "protocol/device/device.h"
#include "protocol/journal/fold.h"
#include "protocol/practice/step.h"
#include "protocol/room/room.h"
#include "protocol/round/small_thing.h"
#include "relay/store_memory.h"
#include "tests/support/memory_storage.h"
#include "tests/support/pair_records.h"

namespace twinlamp::sim {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::sys_days;

const sys_days first_day = std::chrono::year(2026) / 1 / 12;
constexpr std::uint64_t snapshot_every = 256;  // entries: see JournalKeeper

// Berlin and New York, by the law as it stands.
struct Zone {
  minutes winter{};
  bool is_european = false;

  std::pair<WallTime, WallTime> summer(std::chrono::year year) const {
    using namespace std::chrono;
    if (is_european) return {WallTime(sys_days(year / March / Sunday[last])) + 1h, WallTime(sys_days(year / October / Sunday[last])) + 1h};
    return {WallTime(sys_days(year / March / Sunday[2])) + 2h - winter, WallTime(sys_days(year / November / Sunday[1])) + 1h - winter};
  }
  minutes offset(WallTime at) const {
    const auto year = std::chrono::year_month_day(std::chrono::floor<days>(at)).year();
    const auto [from, until] = summer(year);
    return at >= from && at < until ? winter + 60min : winter;
  }
  std::vector<OffsetShift> next(WallTime at) const {
    std::vector<OffsetShift> out;
    auto year = std::chrono::year_month_day(std::chrono::floor<days>(at)).year();
    for (int count = 0; count < 2; ++count, ++year) {
      const auto [from, until] = summer(year);
      if (from > at && out.size() < 2) out.push_back({from, winter + 60min});
      if (until > at && out.size() < 2) out.push_back({until, winter});
    }
    return out;
  }
};

struct Person {
  PairRecord record;
  test::MemoryStorage storage;
  SeededRandom random;
  Zone zone, home;
  std::unique_ptr<Device> device;
  ConnectionId connection = 0;
  int mood = 50;  // 0 low to 100
  std::set<RoundId> passed;
  int skipped_today = 0;
  int away_until = -1;

  Person(PairRecord r, std::uint64_t seed, Zone z) : record(std::move(r)), random(seed), zone(z), home(z) {}
};

double milliseconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

double cpu_milliseconds_since(std::clock_t begin) { return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC; }

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

class Years {
public:
  Years(std::uint64_t seed, const Habits& habits)
      : seed_(seed), habits_(habits), random_(seed), catalogue_(client::Catalogue::built_in("en")), evening_stock_(catalogue_), cards_(evening_stock_.cards()) {
    if (std::none_of(cards_.begin(), cards_.end(), [](const CardFacts& card) { return card.daily; }))
      cards_.push_back({"feelings.today", 1, practice_number::feelings, 1, response_kind::feeling, true, true});
    for (const auto& card : cards_) by_id_[card.id] = &card;
    for (const auto& family : catalogue_.feelings()) (family.gentle ? gentle_ : glad_).push_back(family.id);
    stock_ = evening_stock_.stock();
    stock_.cards = cards_;
    auto records = test::paired_records(seed);
    room_ = std::make_unique<Room>(records[0].room_id(), RoomLimits{});
    people_[0] = std::make_unique<Person>(records[0], seed * 7 + 1, Zone{60min, true});
    people_[1] = std::make_unique<Person>(records[1], seed * 7 + 2, Zone{-300min, false});
    clock_ = std::chrono::duration_cast<microseconds>(sys_days(first_day).time_since_epoch());
  }

  Report live() {
    for (day_ = 0; day_ < habits_.days && report_.broken.empty(); ++day_) {
      live_a_day();
      if (day_ % 91 == 90) end_quarter();
      if (std::find(habits_.start_up_days.begin(), habits_.start_up_days.end(), day_ + 1) != habits_.start_up_days.end()) start_up();
    }
    reunite();
    end_quarter();
    finish();
    if (habits_.at_end) habits_.at_end(people_[0]->record, people_[0]->storage);
    return std::move(report_);
  }

private:
  bool chance(int percent) { return static_cast<int>(random_.below(100)) < percent; }
  Now now() const { return {MonoTime(clock_), WallTime(std::chrono::duration_cast<milliseconds>(clock_))}; }
  WallTime wall() const { return now().wall; }
  void break_rule(const std::string& what) {
    report_.broken.push_back("seed " + std::to_string(seed_) + ", " + habits_.name + ", day " + std::to_string(day_) + ": " + what);
  }

  // --- the calendar

  WallTime local(int side, int hour, int minute) const {
    const auto midnight = WallTime(first_day + days(day_));
    return midnight + hours(hour) + minutes(minute) - people_[side]->zone.offset(midnight + 12h);
  }

  void live_a_day() {
    ++quarter_.days;
    travel();
    std::array<bool, 2> there{};
    for (int side = 0; side < 2; ++side) {
      auto& person = *people_[side];
      person.skipped_today = 0;
      person.mood = std::clamp(person.mood + static_cast<int>(random_.below(61)) - 30, 0, 100);
      if (chance(habits_.low)) person.mood = static_cast<int>(random_.below(25));
      if (person.away_until < day_ && random_.below(60) == 0 && habits_.longest_absence > 0)
        person.away_until = day_ + static_cast<int>(random_.below(static_cast<std::uint64_t>(habits_.longest_absence)));
      there[side] = person.away_until < day_ && chance(habits_.shows_up);
    }
    const int minute = static_cast<int>(random_.below(50));
    if (there[0] && there[1] && chance(habits_.together)) {
      advance_to(local(0, 20, minute));
      open(0), open(1);
      evening({0, 1});
      in_step();
      shut(0), shut(1);
      return;
    }
    // Each at their own evening, in the order in which those come.
    std::array<int, 2> order{0, 1};
    if (local(1, 20, minute) < local(0, 20, minute)) std::swap(order[0], order[1]);
    for (const int side : order) {
      if (!there[side]) continue;
      advance_to(local(side, 20, minute + 5 * side));
      open(side);
      evening({side});
      shut(side);
    }
  }

  // Twice a year, one visits the other for ten days.
  void travel() {
    const int phase = day_ % 180, visitor = (day_ / 180) % 2;
    if (phase == 100) people_[visitor]->zone = people_[1 - visitor]->home;
    if (phase == 110) people_[visitor]->zone = people_[visitor]->home;
  }

  // --- laptops, the relay, time

  void advance_to(WallTime at) { clock_ = std::max(clock_, std::chrono::duration_cast<microseconds>(at.time_since_epoch())); }

  void open(int side) {
    auto& person = *people_[side];
    const auto read_before = person.storage.entries_read();
    const auto begin = std::chrono::steady_clock::now();
    auto device = Device::open(person.record, person.storage, person.random, now());
    opening_.push_back(milliseconds_since(begin));
    if (!device) return break_rule(std::string("a device could not be opened: ") + device.error().where);
    person.device = std::move(*device);
    const auto read = person.storage.entries_read() - read_before;
    quarter_.read_at_start = std::max<std::size_t>(quarter_.read_at_start, read);
    person.connection = next_connection_++;
    room_->handle_join({person.connection, static_cast<std::uint8_t>(side), 0, true, 0, ""}, now());
    settle();
    Device::Profile profile{side == 0 ? "Noor" : "Sam", person.zone.offset(wall()), person.zone.next(wall()), static_cast<std::uint32_t>(cards_.size())};
    person.device->set_utc_offset(profile.utc_offset);
    if (auto set = person.device->set_profile(profile, now()); !set) break_rule("a profile was refused");
    person.device->set_private({}, now());
    person.device->set_presence(true, true, now());
    settle();
    pass(3s);
    if (auto agreed = person.device->agree_day_turn(now()); !agreed) break_rule("the day turn was refused");
    settle();
  }

  void shut(int side) {
    auto& person = *people_[side];
    pass(8s);  // whatever is written by itself after a pause
    if (person.device->unsent() > 0) break_rule("something is unsent although the relay was there");
    room_->handle_leave(person.connection, now());
    person.connection = 0;
    person.device->handle_offline(now());
    settle();
    person.device.reset();
  }

  // Everything that follows without time passing.
  void settle() {
    for (bool moves = true; moves;) {
      moves = false;
      for (auto& each : people_) {
        auto& person = *each;
        if (!person.device) continue;
        while (const auto* transaction = person.device->poll_transaction()) {
          if (!person.storage.commit(*transaction)) return break_rule("the disk refused");
          person.device->handle_committed(now());
          moves = true;
        }
        while (auto frame = person.device->poll_frame()) {
          moves = true;
          if (person.connection != 0) room_->handle_frame(person.connection, std::move(*frame), now());
        }
        while (auto event = person.device->poll_event()) {
          using Kind = DeviceEvent::Kind;
          if (event->kind == Kind::forked || event->kind == Kind::partner_forked || event->kind == Kind::restored ||
              event->kind == Kind::latch_trouble || event->kind == Kind::pair_ended)
            break_rule("an honest device is in trouble: " + std::to_string(static_cast<int>(event->kind)));
        }
      }
      while (auto output = room_->poll_output()) {
        moves = true;
        if (auto* send = std::get_if<SendFrame>(&*output)) deliver(send->to, send->frame);
        else if (auto* request = std::get_if<store::Request>(&*output)) store_.submit(std::move(*request));
        else if (std::holds_alternative<CloseConnection>(*output)) break_rule("the relay closed an honest connection");
      }
      if (store_.has_waiting())
        for (auto& result : store_.commit()) room_->handle_result(std::move(result), now()), moves = true;
    }
  }

  void deliver(ConnectionId connection, const wire::Frame& frame) {
    for (auto& person : people_) {
      if (person->connection != connection || !person->device) continue;
      if (frame.has_logged_in()) person->device->handle_logged_in(frame.logged_in(), now());
      else if (auto taken = person->device->handle_frame(frame, now()); !taken) break_rule(std::string("a frame was refused: ") + taken.error().where);
    }
  }

  void pass(microseconds time) {
    const auto until = clock_ + time;
    for (int wakes = 0; wakes < 10'000; ++wakes) {
      std::optional<MonoTime> due = room_->next_deadline();
      for (const auto& person : people_)
        if (person->device)
          if (const auto deadline = person->device->next_deadline()) due = due ? std::min(*due, *deadline) : *deadline;
      if (!due || due->time_since_epoch() > until) break;
      clock_ = std::max(clock_ + 1us, due->time_since_epoch());
      for (auto& person : people_)
        if (person->device) person->device->handle_time(now());
      room_->handle_time(now());
      settle();
    }
    clock_ = until;
  }

  // --- an evening

  void evening(const std::vector<int>& sides) {
    is_together_ = sides.size() == 2;
    // Until nobody has anything to do; sometimes somebody goes to bed before.
    for (int turn = 0, idle = 0; turn < 60 && idle < 2 && report_.broken.empty(); ++turn) {
      bool acted = false;
      for (const int side : sides) {
        check_suggestion(side);
        acted = act(side) || acted;
        settle();
      }
      pass(acted ? 4s : 6s);
      idle = acted ? 0 : idle + 1;
    }
  }

  bool act(int side) {
    auto& device = *people_[side]->device;
    if (!device.state().is_confirmed()) return false;
    std::vector<RoundId> open;
    for (const auto& round : device.state().rounds)
      if (!round->closing) open.push_back(round->id);
    for (const auto& id : open)
      if (act_in(side, id)) return true;
    return check_in(side) || ask(side);
  }

  bool done(const Result<void>& result) {
    if (!result) break_rule(std::string("an allowed act was refused: ") + result.error().where);
    return true;
  }

  bool act_in(int side, const RoundId& id) {
    auto& person = *people_[side];
    auto& device = *person.device;
    const auto slot = static_cast<Slot>(side);
    const auto& round = *device.state().rounds.find(id);
    if (device.is_held(id) || device.is_closing(id)) return false;
    if (may_confirm(round, slot)) return done(device.confirm(id, !chance(12), "what I meant", now()));
    if (may_reply(round, slot)) return done(device.reply(id, "my reply", now()));
    if (round.is_revealed && !has_received(round, slot)) {
      if (must_say_back(round)) return may_say_back(round, slot) && done(device.say_back(id, "I heard", now()));
      return round.sides[slot].reactions.empty() && done(device.react(id, "♥", now()));
    }
    if (may_close(round, slot) && agree_on_the_week(side, round)) return true;
    if (may_close(round, slot)) return is_finished(round) ? done(device.close(id, now())) : take_step(side, round);
    const bool is_daily = by_id_.contains(round.card_id) && by_id_.at(round.card_id)->daily;
    const auto age = wall() - round.opened_at;
    if (may_write(round, slot)) {
      if (person.passed.contains(id)) return age > 48h && done(device.close(id, now()));
      if (!is_daily && chance(habits_.passes)) return person.passed.insert(id).second;
      return done(device.seal(id, answer(side, round), is_together_ ? SealMode::together : SealMode::apart, now()));
    }
    if (may_relax(round, slot) && age > 24h) return done(device.relax(id, now()));
    // The other has not come for it: closed, unanswered, without a word.
    if (!round.is_revealed && age > 96h && may_pass(round, slot)) return done(device.close(id, now()));
    return false;
  }

  // One thing to do together, from every other round of Values: the first to come suggests it, the other agrees.
  bool agree_on_the_week(int side, const Round& round) {
    Step step;
    step.author = static_cast<Slot>(side);
    if (round.id[0] % 2 != 0) return false;
    if (const auto* theirs = last_step(round, StepKind::action, partner_of(step.author))) {
      step.kind = number_of(StepKind::agree);
      step.about = theirs->said.entry_id;
    } else {
      if (last_step(round, StepKind::action, step.author) != nullptr) return false;
      step.kind = number_of(StepKind::action);
      step.said.text = "A letter to your aunt.";
    }
    return may_take_step(round, step) && done(people_[side]->device->take_step(round.id, step, now()));
  }

  // How it went, a week later. Some never say.
  bool look_back_on_the_week(int side, const RoundId& id) {
    const auto& round = *people_[side]->device->state().rounds.find(id);
    Step step;
    step.author = static_cast<Slot>(side);
    step.kind = number_of(StepKind::check_back);
    step.choice = 1 + static_cast<std::uint32_t>(random_.below(3));
    return id[1] % 3 != 0 && may_take_step(round, step) && done(people_[side]->device->take_step(id, step, now()));
  }

  // What some practices ask before a round is over: help with a fear, a guess, an end to a talk. False: the other is to take one.
  bool take_step(int side, const Round& round) {
    for (const auto& [kind, choice] : {std::pair(StepKind::help_wanted, 4u), std::pair(StepKind::guess, 1u), std::pair(StepKind::ending, 1u), std::pair(StepKind::ending, 2u)}) {
      Step step;
      step.author = static_cast<Slot>(side);
      step.kind = number_of(kind);
      step.choice = choice;
      if (last_step(round, kind, step.author) == nullptr && may_take_step(round, step)) return done(people_[side]->device->take_step(round.id, step, now()));
    }
    return false;
  }

  SecretBytes answer(int side, const Round& round) {
    const auto& person = *people_[side];
    const auto scaled = [&](int most) { return static_cast<std::uint8_t>(1 + std::clamp(person.mood + static_cast<int>(random_.below(41)) - 20, 0, 99) * most / 100); };
    ByteWriter out;
    out.u8(round.kind).u8(1);
    const auto* card = by_id_.contains(round.card_id) ? by_id_.at(round.card_id) : nullptr;
    if (round.kind == response_kind::choice) {
      out.u8(static_cast<std::uint8_t>(random_.below(3)));
    } else if (round.kind == response_kind::scale) {
      out.u8(scaled(card == nullptr ? 5 : card->steps));
    } else if (round.kind == response_kind::feeling) {
      const auto& families = person.mood < 35 ? gentle_ : glad_;
      out.lv(families[random_.below(families.size())]).lv(std::string_view("word")).u8(scaled(5)).lv(std::string_view());
    } else {
      out.lv(std::string_view("An answer of some length, as people write them of an evening, about a train and a window."));
    }
    const auto bytes = out.take();
    return SecretBytes(bytes.begin(), bytes.end());
  }

  bool check_in(int side) {
    auto& device = *people_[side]->device;
    const auto& state = device.state();
    const auto thing = small_thing(state, stock_, pair_day(state, wall()), static_cast<Slot>(side));
    if (thing.kind != SmallThing::Kind::check_in || thing.round_id || checked_in_[side] == pair_day(state, wall())) return false;
    checked_in_[side] = pair_day(state, wall());
    if (!chance(habits_.checks_in)) return false;
    ++report_.check_ins;
    const auto opened = device.open_round(*by_id_.at(thing.id), "How is it?", now());
    return opened || done(opened.error());
  }

  // One card an evening of the pair.
  bool ask(int side) {
    auto& person = *people_[side];
    auto& device = *person.device;
    const auto day = pair_day(device.state(), wall());
    if (last_asked_ == day) return false;
    const auto chosen = choose_tonight(device.state(), stock_, day);
    if (!chosen || chosen->rule == Rule::unfinished) return false;
    if (chosen->suggestion.round_id) return take_up(side, *chosen);
    const auto& card = *by_id_.at(chosen->suggestion.card_id);
    if (person.skipped_today < 3 && chance(habits_.skips)) {
      ++person.skipped_today, ++quarter_.skipped;
      return done(device.next_suggestion(card.id, now()));
    }
    check_card(device.state(), *chosen, card, day);
    last_asked_ = day;
    note(*chosen, card);
    const auto opened = device.open_round(card, "What would you like to be asked?", now());
    return opened || done(opened.error());
  }

  // What was begun and left: whoever has something to say to it says it, else it is skipped.
  bool take_up(int side, const Chosen& chosen) {
    if (std::exchange(last_taken_up_, {day_, chosen.suggestion.card_id}) != last_taken_up_) {
      const auto& card = *by_id_.at(chosen.suggestion.card_id);
      report_.suggested.push_back({day_, card.id, chosen.rule, chosen.suggestion.why, card.depth, card.practice});
      ++report_.rules[chosen.rule];
      ++taken_up_[day_ / 7];
    }
    if (chosen.rule == Rule::check_back && look_back_on_the_week(side, *chosen.suggestion.round_id)) return true;
    return done(people_[side]->device->next_suggestion(chosen.suggestion.card_id, now()));
  }

  void note(const Chosen& chosen, const CardFacts& card) {
    report_.evenings.push_back({day_, card.id, chosen.rule, chosen.suggestion.why, card.depth, card.practice});
    report_.suggested.push_back(report_.evenings.back());
    ++report_.rules[chosen.rule];
    ++report_.count[card.practice];
    ++quarter_.evenings;
    for (std::uint8_t practice = 1; practice < PairState::practices; ++practice) {
      if (practice == card.practice || !has_fresh_[practice]) gap_[practice] = 0;
      else report_.longest_gap[practice] = std::max(report_.longest_gap[practice], ++gap_[practice]);
    }
  }

  // --- the rules, by other means than Tonight's own

  void check_suggestion(int side) {
    const auto& state = people_[side]->device->state();
    if (!state.is_confirmed()) return;
    const auto day = pair_day(state, wall());
    const auto begin = std::chrono::steady_clock::now();
    const auto mine = tonight(state, stock_, day);
    choosing_.push_back(milliseconds_since(begin));
    if (!mine) return break_rule("there is nothing to suggest");
    const auto& other = people_[1 - side]->device;
    if (!other || digest_heads(state) != digest_heads(other->state())) return;
    if (tonight(other->state(), stock_, day) != mine) break_rule("the two devices suggest different cards");
  }

  static std::array<std::uint64_t, 2> digest_heads(const PairState& state) { return state.last_seq; }

  void check_card(const PairState& state, const Chosen& chosen, const CardFacts& card, PairDay day) {
    if (card.depth > state.depth[card.practice]) break_rule(card.id + " is deeper than the pair has come");
    if (card.practice == practice_number::desire || card.daily) break_rule(card.id + " is no evening");
    if (!card.needs.empty() && !has_led_up_to(state, card))
      break_rule(card.id + " came although nothing has led up to it");
    has_fresh_.fill(false);
    bool any_fresh = false;
    for (const auto& other : cards_) {
      const bool may_be = other.practice != practice_number::desire && !other.daily && other.kind != response_kind::wishes && other.depth <= state.depth[other.practice];
      if (!may_be || times_opened(state, other.id) > 0) continue;
      has_fresh_[other.practice] = true;
      any_fresh = any_fresh || std::find(state.skipped.begin(), state.skipped.end(), other.id) == state.skipped.end();
    }
    if (times_opened(state, card.id) == 0) return;
    ++report_.repeats, ++quarter_.again;
    const auto since = day - pair_day(state, state.cards.at(card.id).last_opened);
    if (any_fresh && !(card.about_now && since >= days(90)))
      break_rule(card.id + " came again after " + std::to_string(since.count()) + " days, by the rule " + std::string(name_of(chosen.rule)));
  }

  static bool has_led_up_to(const PairState& state, const CardFacts& card) {
    for (const auto& round : state.rounds) {
      if (!round->is_revealed) continue;
      for (const auto& what : card.needs) {
        if (what == round->card_id) return true;
        if (what != need::action) continue;
        for (const auto& step : round->steps)
          if (is(step, StepKind::agree) && state.latest - step.said.at > days(5)) return true;
      }
    }
    return false;
  }

  // Both devices here and quiet: they hold the same, word for word.
  void in_step() {
    for (int tries = 0; tries < 5; ++tries) {
      if (digest_heads(people_[0]->device->state()) == digest_heads(people_[1]->device->state())) break;
      pass(10s);
    }
    const auto &zero = people_[0]->device->state(), &one = people_[1]->device->state();
    if (digest_heads(zero) != digest_heads(one)) return break_rule("the journals are not in step");
    if (day_ % 30 == 0 && state_to_bytes(zero, {}) != state_to_bytes(one, {})) break_rule("the two states differ");
    if (!zero.anomalies.empty() || !one.anomalies.empty()) break_rule("an anomaly among honest devices");
  }

  void reunite() {
    if (!report_.broken.empty()) return;
    advance_to(local(0, 20, 0));
    open(0), open(1);
    for (int turn = 0; turn < 40; ++turn) {
      for (int side = 0; side < 2; ++side) {
        auto& device = *people_[side]->device;
        std::vector<RoundId> open_rounds;
        for (const auto& round : device.state().rounds)
          if (!round->closing) open_rounds.push_back(round->id);
        for (const auto& id : open_rounds) act_in(side, id), settle();
      }
      pass(5s);
    }
    in_step();
    if (report_.broken.empty() && state_to_bytes(people_[0]->device->state(), {}) != state_to_bytes(people_[1]->device->state(), {})) break_rule("the two states differ at the end");
    final_ = people_[0]->device->state();
    shut(0), shut(1);
  }

  // A start with what lies on the disk by now, again and again: time of the processor, so that nobody else's work counts.
  void start_up() {
    auto& person = *people_[0];
    StartUp start{day_};
    std::vector<double> opening, restoring;
    for (int count = 0; count < 15; ++count) {
      const auto read_before = person.storage.entries_read();
      auto begin = std::clock();
      const auto device = Device::open(person.record, person.storage, person.random, now());
      opening.push_back(cpu_milliseconds_since(begin));
      if (!device) return break_rule("a device could not be opened");
      start.entries = std::max<std::size_t>(start.entries, person.storage.entries_read() - read_before);
      start.rounds = (*device)->state().rounds.size();
      const auto snapshot = person.storage.value("snapshot");
      if (!snapshot || !*snapshot) continue;
      start.snapshot_bytes = (*snapshot)->size();
      begin = std::clock();
      if (!Fold::restore({person.record.pair_seed, person.record.latch_seed}, **snapshot)) return break_rule("a snapshot could not be read");
      restoring.push_back(cpu_milliseconds_since(begin));
    }
    start.open_ms = median(opening);
    start.restore_ms = median(restoring);
    report_.start_ups.push_back(start);
  }

  void end_quarter() {
    auto& storage = people_[0]->storage;
    quarter_.open_ms = median(std::exchange(opening_, {}));
    quarter_.tonight_ms = median(std::exchange(choosing_, {}));
    for (std::uint8_t author = 0; author < 2; ++author) quarter_.entries += static_cast<std::size_t>(*storage.last_seq(author));
    if (const auto snapshot = storage.value("snapshot"); snapshot && *snapshot) quarter_.snapshot_bytes = (*snapshot)->size();
    report_.quarters.push_back(std::exchange(quarter_, {}));
  }

  void finish() {
    for (const auto& [week, days_of_it] : taken_up_)
      report_.most_taken_up = std::max(report_.most_taken_up, days_of_it);
    for (const auto& round : final_.rounds)
      if (round->closing && !round->is_revealed) ++unanswered_;
    report_.quarters.back().unanswered = unanswered_;
    report_.quarters.back().rounds = final_.rounds.size();
  }

  std::uint64_t seed_;
  Habits habits_;
  SeededRandom random_;
  client::Catalogue catalogue_;
  client::EveningStock evening_stock_;
  std::vector<CardFacts> cards_;
  std::map<std::string, const CardFacts*> by_id_;
  std::vector<std::string> gentle_, glad_;
  Stock stock_;
  std::array<std::unique_ptr<Person>, 2> people_;
  relay::MemoryStore store_;
  std::unique_ptr<Room> room_;
  ConnectionId next_connection_ = 1;
  microseconds clock_{0};
  int day_ = 0, unanswered_ = 0;
  bool is_together_ = false;
  std::optional<PairDay> last_asked_;
  std::pair<int, std::string> last_taken_up_;
  std::map<int, int> taken_up_;  // by week: on how many days something of before came first
  std::array<std::optional<PairDay>, 2> checked_in_;
  std::array<bool, PairState::practices> has_fresh_{};
  std::array<int, PairState::practices> gap_{};
  std::vector<double> opening_, choosing_;
  Quarter quarter_;
  PairState final_;
  Report report_;
};

}  // namespace

Report live_two_years(std::uint64_t seed, const Habits& habits) { return Years(seed, habits).live(); }

std::string table_of(const Report& report) {
  constexpr std::array<const char*, PairState::practices> names{"", "feelings", "open-up", "fears", "desire", "appreciations", "play", "values", "dialogue", "dates", "heard"};
  std::array<char, 256> line{};
  std::string out = "quarter  days  evenings  skipped  asked again  entries  snapshot KB  read at start  open ms  tonight ms\n";
  for (std::size_t at = 0; at < report.quarters.size(); ++at) {
    const auto& q = report.quarters[at];
    std::snprintf(line.data(), line.size(), "%7zu  %4d  %8d  %7d  %11d  %7zu  %11zu  %13zu  %7.2f  %10.3f\n", at + 1, q.days, q.evenings, q.skipped, q.again, q.entries, q.snapshot_bytes / 1024,
                  q.read_at_start, q.open_ms, q.tonight_ms);
    out += line.data();
  }
  out += "start-up on day  entries read  rounds  snapshot KB  bytes a round  open ms of CPU  of these restoring\n";
  for (const auto& start : report.start_ups) {
    std::snprintf(line.data(), line.size(), "%15d  %12zu  %6zu  %11zu  %13zu  %14.2f  %18.2f\n", start.day + 1, start.entries, start.rounds, start.snapshot_bytes / 1024,
                  start.rounds == 0 ? 0 : start.snapshot_bytes / start.rounds, start.open_ms, start.restore_ms);
    out += line.data();
  }
  out += "practice       evenings  longest gap\n";
  for (std::size_t practice = 1; practice < PairState::practices; ++practice) {
    if (report.count[practice] == 0) continue;
    std::snprintf(line.data(), line.size(), "%-13s  %8d  %11d\n", names[practice], report.count[practice], report.longest_gap[practice]);
    out += line.data();
  }
  out += "rules:";
  for (const auto& [rule, count] : report.rules) out += " " + std::string(name_of(rule)) + " " + std::to_string(count);
  out += "\nevenings " + std::to_string(report.evenings.size()) + ", check-ins " + std::to_string(report.check_ins) + ", asked again " + std::to_string(report.repeats) + ", closed unanswered " +
         std::to_string(report.quarters.empty() ? 0 : report.quarters.back().unanswered) + ", rounds " + std::to_string(report.quarters.empty() ? 0 : report.quarters.back().rounds) + "\n";
  return out;
}

}  // namespace twinlamp::sim

// Two honest journals side by side, without a network: write on one device, hand over to the other, when the test says so.
#pragma once

#include <map>
#include <stdexcept>

#include "protocol/journal/fold.h"
#include "protocol/journal/log.h"
#include "protocol/round/seal.h"

namespace twinlamp::test {

// A broken premise of a test, in every build.
inline void ensure(bool holds) {
  if (!holds) throw std::logic_error("a test's premise does not hold");
}

inline WallTime wall(std::int64_t ms) { return WallTime(std::chrono::milliseconds(ms)); }

// One device's copy of both logs.
class Shelf : public EntryMarks, public EntrySource {
public:
  std::array<Log, 2> logs{Log(0), Log(1)};
  std::map<EntryOrder, Entry> entries;
  std::array<std::vector<EntryMark>, 2> marks;

  std::optional<EntryMark> mark(std::uint8_t author, std::uint64_t seq) const override {
    const auto& known = marks[author];
    return seq >= 1 && seq <= known.size() ? std::optional(known[seq - 1]) : std::nullopt;
  }
  Result<void> for_each_ordered(const EntryOrder& from, const std::function<bool(const Entry&)>& visit) const override {
    for (auto at = entries.lower_bound(from); at != entries.end(); ++at)
      if (!visit(at->second)) break;
    return {};
  }
  Result<Log::Verdict> accept(const Entry& entry) {
    auto& log = logs[entry.header().author & 1];
    auto verdict = log.check(entry, *this);
    if (!verdict || *verdict == Log::Verdict::duplicate) return verdict;
    log.append(entry);
    entries.emplace(entry.order(), entry);
    marks[log.author()].push_back({entry.id(), entry.header().lamport});
    return verdict;
  }
};

class Couple {
public:
  explicit Couple(std::uint64_t seed = 1) : random(seed) {
    keys = {random.secret<32>(), random.secret<32>()};
    for (auto& key : self_key) key = random.secret<32>();
    for (auto& key : box_key) key = random.secret<32>();
  }

  SeededRandom random;
  FoldKeys keys;
  std::array<Key, 2> self_key, box_key;
  std::array<Shelf, 2> shelf;
  std::int64_t now_ms = 1'700'000'000'000;
  std::array<std::int32_t, 2> offset{60, -300};
  std::array<std::string, 2> answers{"answer of zero", "answer of one"};  // that a played round is given
  std::uint32_t kind = 1;                                                // of a round that is opened

  Entry write(Slot slot, wire::Body body) {
    body.set_wall_ms(now_ms += 60'000);
    body.set_utc_offset_minutes(offset[slot]);
    auto& logs = shelf[slot].logs;
    auto entry = make_entry(next_place(logs[slot], logs[1 - slot], 0), body, self_key[slot], random);
    const auto verdict = shelf[slot].accept(entry);
    ensure(verdict && *verdict == Log::Verdict::next);
    return entry;
  }
  // Hands over all that `from` has written and the other does not have.
  void deliver(Slot from) {
    auto& to = shelf[1 - from];
    for (auto seq = to.logs[from].head().seq + 1; seq <= shelf[from].logs[from].head().seq; ++seq) {
      const EntryOrder place{shelf[from].mark(from, seq)->lamport, from};
      const auto verdict = to.accept(shelf[from].entries.at(place));
      ensure(verdict && *verdict == Log::Verdict::next);
    }
  }
  void sync() {
    deliver(0);
    deliver(1);
  }

  // Every entry of both, in order.
  std::vector<Entry> journal() {
    std::map<EntryOrder, Entry> all = shelf[0].entries;
    all.insert(shelf[1].entries.begin(), shelf[1].entries.end());
    std::vector<Entry> out;
    for (auto& [place, entry] : all) out.push_back(entry);
    return out;
  }
  // What a device that has just these entries shows.
  PairState state_of(Slot slot) const {
    Fold fold(keys);
    const auto read = fold.refold(shelf[slot]);
    ensure(static_cast<bool>(read));
    return fold.state();
  }

  Entry profile(Slot slot, const std::string& name) {
    wire::Body body;
    body.mutable_profile()->set_display_name(name);
    return write(slot, body);
  }
  // A PROFILE with the key that signs the author's SEALs of open latches, as every device writes it.
  Entry keyed_profile(Slot slot) {
    wire::Body body;
    body.mutable_profile()->set_seal_key(to_string(derive_seal_keys(self_key[slot]).public_key));
    return write(slot, body);
  }
  wire::Body open_body(const std::string& card, std::uint32_t depth, std::uint32_t practice,
                       std::uint32_t times_before) const {
    wire::Body body;
    auto& open = *body.mutable_open_round();
    open.set_round_id(to_string(derive_round_id(keys.pair_seed, card, times_before)));
    open.set_card_id(card);
    open.set_card_version(1);
    open.set_practice(practice);
    open.set_depth(depth);
    open.set_kind(kind);
    open.set_prompt("prompt of " + card);
    open.set_times_before(times_before);
    return body;
  }
  RoundId open(Slot slot, const std::string& card, std::uint32_t depth = 1, std::uint32_t practice = 2, std::uint32_t times_before = 0) {
    const auto body = open_body(card, depth, practice, times_before);
    write(slot, body);
    return to_array<16>(bytes_of(body.open_round().round_id()));
  }
  wire::Body seal_body(Slot slot, const RoundId& round, std::string_view answer, SealMode mode = SealMode::together,
                       std::uint32_t version = 0) {
    const SealContext context{round, version, derive_latch_id(keys.latch_seed, round, version), slot};
    wire::Body body;
    *body.mutable_seal() = *make_seal(context, mode, bytes_of(answer), box_key[slot], random);
    return body;
  }
  Entry seal(Slot slot, const RoundId& round, std::string_view answer, SealMode mode = SealMode::together, std::uint32_t version = 0) {
    return write(slot, seal_body(slot, round, answer, mode, version));
  }
  Entry cover(Slot slot) {
    wire::Body body;
    body.mutable_covered();
    return write(slot, body);
  }
  Scalar scalar_of(const Entry& seal_entry) const {
    wire::Body body;
    const bool parsed = body.ParseFromArray(seal_entry.body().data(), static_cast<int>(seal_entry.body().size()));
    ensure(parsed && body.has_seal());
    Seal seal;
    seal.latch_id = to_array<16>(bytes_of(body.seal().latch_id()));
    seal.lock = to_array<32>(bytes_of(body.seal().lock()));
    seal.boxed_scalar = to_bytes(bytes_of(body.seal().boxed_scalar()));
    return *unbox_scalar(seal, seal_entry.header().author, box_key[seal_entry.header().author]);
  }
  wire::Body reveal_body(const RoundId& round, const Entry& seal_0, const Entry& seal_1, std::uint32_t version = 0) const {
    wire::Body body;
    auto& reveal = *body.mutable_reveal();
    reveal.set_round_id(to_string(round));
    reveal.set_latch_id(to_string(derive_latch_id(keys.latch_seed, round, version)));
    reveal.set_scalar_0(to_string(scalar_of(seal_0).view()));
    reveal.set_scalar_1(to_string(scalar_of(seal_1).view()));
    reveal.set_seal_0(to_string(seal_0.id()));
    reveal.set_seal_1(to_string(seal_1.id()));
    return body;
  }
  SignedSeal signed_seal(const Entry& seal_entry) const {
    wire::Body body;
    ensure(body.ParseFromArray(seal_entry.body().data(), static_cast<int>(seal_entry.body().size())));
    const auto latch_id = to_array<16>(bytes_of(body.seal().latch_id()));
    return sign_seal_entry(self_key[seal_entry.header().author], latch_id, seal_entry);
  }
  // The same, with the SEAL of slot 1 as an open latch of slot 0 has released it.
  wire::Body carrying_reveal(const RoundId& round, const Entry& seal_0, const Entry& seal_1) const {
    auto body = reveal_body(round, seal_0, seal_1);
    body.mutable_reveal()->set_seal_entry(to_string(seal_1.to_wire()));
    body.mutable_reveal()->set_seal_signature(to_string(signed_seal(seal_1).signature));
    return body;
  }
  // Opened, sealed by both, revealed by both; each has all of the other's entries after it.
  RoundId play_to_reveal(const std::string& card, std::uint32_t depth = 1, std::uint32_t practice = 2, std::uint32_t times_before = 0) {
    const auto round = open(0, card, depth, practice, times_before);
    sync();
    const auto seal_0 = seal(0, round, answers[0]), seal_1 = seal(1, round, answers[1]);
    sync();
    write(0, reveal_body(round, seal_0, seal_1));
    write(1, reveal_body(round, seal_0, seal_1));
    sync();
    return round;
  }
  Entry say_back(Slot slot, const RoundId& round, const std::string& text) {
    wire::Body body;
    body.mutable_say_back()->set_round_id(to_string(round));
    body.mutable_say_back()->set_text(text);
    return write(slot, body);
  }
  Entry confirm(Slot slot, const RoundId& round, bool yes, const std::string& clarification = {}) {
    wire::Body body;
    body.mutable_confirm()->set_round_id(to_string(round));
    body.mutable_confirm()->set_yes(yes);
    body.mutable_confirm()->set_clarification(clarification);
    return write(slot, body);
  }
  Entry react(Slot slot, const RoundId& round, const std::string& reaction) {
    wire::Body body;
    body.mutable_react()->set_round_id(to_string(round));
    body.mutable_react()->set_reaction(reaction);
    return write(slot, body);
  }
  Entry ask(Slot slot, const RoundId& round, const std::string& question) {
    wire::Body body;
    body.mutable_follow_up()->set_round_id(to_string(round));
    body.mutable_follow_up()->set_question(question);
    return write(slot, body);
  }
  Entry reply(Slot slot, const RoundId& round, const std::string& text) {
    wire::Body body;
    body.mutable_reply()->set_round_id(to_string(round));
    body.mutable_reply()->set_text(text);
    return write(slot, body);
  }
  Entry add(Slot slot, const RoundId& round, const std::string& text) {
    wire::Body body;
    body.mutable_addition()->set_round_id(to_string(round));
    body.mutable_addition()->set_text(text);
    return write(slot, body);
  }
  Entry relax(Slot slot, const RoundId& round) {
    wire::Body body;
    body.mutable_relax()->set_round_id(to_string(round));
    return write(slot, body);
  }
  Entry close(Slot slot, const RoundId& round, bool answered = true) {
    wire::Body body;
    body.mutable_close_round()->set_round_id(to_string(round));
    body.mutable_close_round()->set_answered(answered);
    return write(slot, body);
  }
  Entry skip(Slot slot, const std::string& card) {
    wire::Body body;
    body.mutable_next_suggestion()->set_card_id(card);
    return write(slot, body);
  }
  Entry tombstone(Slot slot, std::initializer_list<Entry> entries) {
    wire::Body body;
    for (const auto& entry : entries) {
      body.mutable_tombstone()->add_entry_id(to_string(entry.id()));
      body.mutable_tombstone()->add_seq(entry.header().seq);
    }
    return write(slot, body);
  }
  // A whole round of depth 1, received and closed.
  RoundId play(const std::string& card, std::uint32_t depth = 1, std::uint32_t practice = 2, std::uint32_t times_before = 0) {
    const auto round = play_to_reveal(card, depth, practice, times_before);
    say_back(0, round, "you said");
    say_back(1, round, "and you said");
    sync();
    confirm(0, round, true);
    confirm(1, round, true);
    sync();
    close(0, round);
    sync();
    return round;
  }
};

// Two states are the same: everything but the pair's constants, as bytes.
inline std::string fingerprint(const PairState& state) {
  return to_hex(blake2b_256({state_to_bytes(state, {})}));
}

inline const Round& round_of(const PairState& state, const RoundId& id) {
  const auto* round = state.rounds.find(id);
  ensure(round != nullptr);
  return *round;
}

inline bool has_anomaly(const PairState& state, AnomalyKind kind) {
  for (const auto& anomaly : state.anomalies)
    if (anomaly.kind == kind) return true;
  return false;
}

}  // namespace twinlamp::test

// A state as bytes: "twinlamp/snapshot", version u8, the frontier, then the fields in the order of visit() below. Integers LEB128, texts and
// byte strings lv, lists a count first, optionals a flag first. One definition serves both directions, so that they cannot drift apart.
//
// It is read whole at each start, and grows with what the two have done: so it holds no zeros, and of a SEAL that is open only what still counts.
//
// Trusted only as far as our own store's seal is; still bounded: a broken one is `corrupt`, never a crash.

#include <algorithm>

#include "protocol/journal/fold.h"

namespace twinlamp {
namespace {

constexpr std::string_view magic = "twinlamp/snapshot";
constexpr std::uint8_t snapshot_version = 10;

class Writing {
public:
  static constexpr bool is_writing = true;

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }
  void byte(std::uint8_t value) { out_.push_back(value); }
  void raw(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  void blob(ByteView bytes) {
    number(bytes.size());
    raw(bytes);
  }
  SecretBytes take() { return std::move(out_); }

private:
  SecretBytes out_;
};

class Reading {
public:
  static constexpr bool is_writing = false;
  explicit Reading(ByteView bytes) : in_(bytes) {}

  std::uint64_t number() { return in_.leb128(); }
  std::uint8_t byte() { return in_.u8(); }
  ByteView raw(std::size_t size) { return in_.raw(size); }
  ByteView blob() {
    const auto size = in_.leb128();
    return in_.raw(static_cast<std::size_t>(std::min<std::uint64_t>(size, in_.rest().size() + 1)));
  }
  // A count of things that take at least one byte each: never more than there are bytes.
  std::size_t count() {
    const auto value = in_.leb128();
    if (value <= in_.rest().size()) return static_cast<std::size_t>(value);
    fail();
    return 0;
  }
  void fail() { broken_ = true; }
  bool is_sound() const { return !broken_ && !in_.failed(); }
  bool is_done() const { return !broken_ && in_.is_done(); }

private:
  ByteReader in_;
  bool broken_ = false;
};

template <class A, class T>
using On = std::conditional_t<A::is_writing, const T, T>;

// --- the plain things

template <class A, class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>)
void visit(A& a, T& value) {
  if constexpr (A::is_writing)
    sizeof(T) == 1 ? a.byte(static_cast<std::uint8_t>(value)) : a.number(static_cast<std::uint64_t>(value));
  else
    value = static_cast<T>(sizeof(T) == 1 ? a.byte() : a.number());
}

template <class A>
void visit(A& a, On<A, WallTime>& time) {
  if constexpr (A::is_writing)
    a.number(static_cast<std::uint64_t>(time.time_since_epoch().count()));
  else
    time = WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(a.number())));
}

template <class A>
void visit(A& a, On<A, std::chrono::minutes>& offset) {
  if constexpr (A::is_writing)
    a.number(static_cast<std::uint64_t>(offset.count()));
  else
    offset = std::chrono::minutes(static_cast<std::int32_t>(a.number()));
}

template <class A, std::size_t N>
void bytes_of_fixed(A& a, On<A, ByteArray<N>>& bytes) {
  if constexpr (A::is_writing)
    a.raw(bytes);
  else if (const auto read = a.raw(N); read.size() == N)
    bytes = to_array<N>(read);
}
template <class A>
void visit(A& a, On<A, ByteArray<16>>& bytes) { bytes_of_fixed<A, 16>(a, bytes); }
template <class A>
void visit(A& a, On<A, ByteArray<24>>& bytes) { bytes_of_fixed<A, 24>(a, bytes); }
template <class A>
void visit(A& a, On<A, ByteArray<32>>& bytes) { bytes_of_fixed<A, 32>(a, bytes); }

template <class A>
void visit(A& a, On<A, std::string>& text) {
  if constexpr (A::is_writing)
    a.blob(bytes_of(text));
  else
    text = to_string(a.blob());
}
template <class A>
void visit(A& a, On<A, Bytes>& bytes) {
  if constexpr (A::is_writing)
    a.blob(bytes);
  else
    bytes = to_bytes(a.blob());
}
template <class A>
void visit(A& a, On<A, SecretBytes>& bytes) {
  if constexpr (A::is_writing)
    a.blob(bytes);
  else
    bytes = to_secret(a.blob());
}

template <class A, class T>
void optional(A& a, T& value) {
  if constexpr (A::is_writing) {
    a.byte(value ? 1 : 0);
    if (value) visit(a, *value);
  } else {
    const auto flag = a.byte();
    if (flag > 1) a.fail();
    if (flag == 1 && a.is_sound()) visit(a, value.emplace());
  }
}

template <class A, class T>
void list(A& a, T& items) {
  if constexpr (A::is_writing) {
    a.number(items.size());
    for (const auto& item : items) visit(a, item);
  } else {
    const auto count = a.count();
    for (std::size_t done = 0; done < count && a.is_sound(); ++done) visit(a, items.emplace_back());
  }
}

template <class A, class Map>
void map(A& a, Map& items) {
  if constexpr (A::is_writing) {
    a.number(items.size());
    for (const auto& [key, value] : items) {
      visit(a, key);
      visit(a, value);
    }
  } else {
    const auto count = a.count();
    for (std::size_t done = 0; done < count && a.is_sound(); ++done) {
      std::pair<typename Map::key_type, typename Map::mapped_type> item;
      visit(a, item.first);
      visit(a, item.second);
      items.emplace_hint(items.end(), std::move(item));
    }
  }
}

template <class A, class... Ts>
void all(A& a, Ts&... values) {
  (visit(a, values), ...);
}

// --- the state

template <class A>
void visit(A& a, On<A, Seal>& s) {
  all(a, s.entry_id, s.seq, s.lamport, s.at, s.version, s.latch_id, s.mode, s.lock);
  // Once the answers are open these have done their work, and are empty.
  bool is_at_work = !(s.salt == ByteArray<32>{} && s.nonce == Nonce24{} && s.ciphertext.empty() && s.boxed_scalar.empty());
  visit(a, is_at_work);
  if (is_at_work) all(a, s.salt, s.nonce, s.ciphertext, s.boxed_scalar);
}
template <class A>
void visit(A& a, On<A, Latch>& latch) {
  visit(a, latch.latch_id);
  for (auto& seal : latch.seals) optional(a, seal);
  for (auto& second : latch.has_second) visit(a, second);
}
template <class A>
void visit(A& a, On<A, Said>& said) {
  all(a, said.seq, said.entry_id, said.at, said.text);
}
template <class A>
void visit(A& a, On<A, Verdict>& verdict) {
  all(a, verdict.yes, verdict.clarification);
}
template <class A>
void visit(A& a, On<A, Response>& response) {
  visit(a, response.said);
  optional(a, response.verdict);
}
template <class A>
void visit(A& a, On<A, FollowUp>& follow_up) {
  visit(a, follow_up.question);
  list(a, follow_up.replies);
}
template <class A>
void visit(A& a, On<A, Side>& side) {
  all(a, side.relaxed, side.answer_state, side.answer);
  list(a, side.say_backs);
  list(a, side.reactions);
  list(a, side.follow_ups);
  list(a, side.additions);
}
template <class A>
void visit(A& a, On<A, Step>& step) {
  all(a, step.author, step.kind, step.choice, step.said, step.about, step.moment);
}
template <class A>
void visit(A& a, On<A, Remark>& remark) {
  all(a, remark.author, remark.kind, remark.said);
}
template <class A>
void visit(A& a, On<A, Gift>& g) {
  all(a, g.from, g.kind, g.seq, g.id, g.sent, g.did, g.says, g.felt, g.text, g.moment, g.at);
  list(a, g.remarks);
}
template <class A>
void visit(A& a, On<A, ListItem>& item) {
  all(a, item.owner, item.list, item.seq, item.since, item.changed, item.text, item.at, item.removed);
  list(a, item.remarks);
}
// What copies share.
template <class A, class T>
void shared(A& a, T& pointer) {
  if constexpr (A::is_writing) {
    visit(a, *pointer);
  } else {
    auto item = std::make_shared<std::remove_const_t<typename T::element_type>>();
    visit(a, *item);
    pointer = std::move(item);
  }
}
template <class A>
void visit(A& a, On<A, ItemKey>& key) {
  all(a, key.first, key.second);
}
template <class A>
void visit(A& a, On<A, OwnDeck>& deck) {
  all(a, deck.owner, deck.seq, deck.at, deck.name, deck.text, deck.removed);
}
template <class A>
void visit(A& a, On<A, std::shared_ptr<const OwnDeck>>& deck) { shared(a, deck); }
template <class A>
void visit(A& a, On<A, std::shared_ptr<const Gift>>& gift) { shared(a, gift); }
template <class A>
void visit(A& a, On<A, std::shared_ptr<const ListItem>>& item) { shared(a, item); }
template <class A>
void visit(A& a, On<A, Closing>& closing) {
  all(a, closing.by, closing.at);
}
template <class A>
void visit(A& a, On<A, match::Transcript>& said) {
  for (match::Slot author : {match::Slot{0}, match::Slot{1}}) {
    for (std::uint8_t step = 0; step < match::step_count; ++step) {
      if constexpr (A::is_writing)
        a.blob(said.step(author, step));
      else
        said.set(author, step, to_bytes(a.blob()));
    }
  }
}
template <class A>
void visit(A& a, On<A, WishRun>& run) {
  list(a, run.items);
  visit(a, run.quota);
  visit(a, run.said);
  list(a, run.outcome);
  visit(a, run.is_broken);
  visit(a, run.is_owed);
}
template <class A>
void visit(A& a, On<A, Round>& r) {
  all(a, r.id, r.card_id, r.prompt, r.card_version, r.times_before, r.practice, r.depth, r.kind, r.opened_by, r.opened_at);
  list(a, r.latches);
  visit(a, r.void_seals);
  for (auto& side : r.sides) visit(a, side);
  list(a, r.steps);
  optional(a, r.wishes);
  visit(a, r.is_revealed);
  optional(a, r.revealed_at);
  optional(a, r.closing);
}
template <class A>
void visit(A& a, On<A, Rounds>& rounds) {
  if constexpr (A::is_writing) {
    a.number(rounds.size());
    for (const auto& round : rounds) visit(a, *round);
  } else {
    const auto count = a.count();
    for (std::size_t done = 0; done < count && a.is_sound(); ++done) {
      Round round;
      visit(a, round);
      if (!a.is_sound() || rounds.find(round.id) != nullptr) return a.fail();
      rounds.add(std::move(round));
    }
  }
}
template <class A>
void visit(A& a, On<A, OffsetShift>& shift) {
  all(a, shift.at, shift.offset);
}
template <class A>
void visit(A& a, On<A, DayTurnChange>& change) {
  all(a, change.from, change.minute);
}
template <class A>
void visit(A& a, On<A, ProfileFacts>& profile) {
  all(a, profile.display_name, profile.content_version);
  list(a, profile.next);
}
template <class A>
void visit(A& a, On<A, CardUse>& use) {
  all(a, use.opened, use.last_opened);
}
template <class A>
void visit(A& a, On<A, ErasedEntry>& erased) {
  all(a, erased.author, erased.type);
}
template <class A>
void visit(A& a, On<A, CarriedSeal>& carried) {
  all(a, carried.author, carried.seq, carried.entry_id, carried.round_id);
}
template <class A>
void visit(A& a, On<A, Anomaly>& anomaly) {
  all(a, anomaly.kind, anomaly.author, anomaly.round, anomaly.seq, anomaly.entry_id, anomaly.count);
}
template <class A>
void visit(A& a, On<A, EntryOrder>& order) {
  all(a, order.lamport, order.author);
}
template <class A>
void visit(A& a, On<A, PairState>& s) {
  for (auto& profile : s.profiles) optional(a, profile);
  for (auto& key : s.seal_keys) optional(a, key);
  for (auto& offset : s.offset) visit(a, offset);
  for (auto* pair : {&s.last_seq, &s.last_lamport, &s.covered, &s.seal_seq_to_cover})
    for (auto& value : *pair) visit(a, value);
  visit(a, s.rounds);
  map(a, s.cards);
  list(a, s.skipped);
  for (auto& depth : s.depth) visit(a, depth);
  list(a, s.gifts);
  map(a, s.items);
  list(a, s.decks);
  list(a, s.day_turn);
  visit(a, s.quiet_rounds);
  for (auto& answers : s.quiet_answers)
    for (auto& at : answers) visit(a, at);
  all(a, s.desire_is_open, s.may_climb, s.owes_quiet_run);
  list(a, s.evenings);
  map(a, s.unsettled_seals);
  map(a, s.erased);
  list(a, s.carried);
  visit(a, s.latest);
  list(a, s.anomalies);
  visit(a, s.renewals);
}

}  // namespace

SecretBytes state_to_bytes(const PairState& state, const EntryOrder& frontier) {
  Writing out;
  out.raw(bytes_of(magic));
  out.byte(snapshot_version);
  visit(out, frontier);
  visit(out, state);
  return out.take();
}

Result<EntryOrder> state_from_bytes(ByteView bytes, PairState& state) {
  constexpr Error corrupt{ErrorCode::corrupt, "snapshot"};
  Reading in(bytes);
  const auto start = in.raw(magic.size());
  if (!equal(start, bytes_of(magic)) || in.byte() != snapshot_version) return corrupt;
  EntryOrder frontier;
  visit(in, frontier);
  visit(in, state);
  if (!in.is_done()) return corrupt;
  return frontier;
}

}  // namespace twinlamp

// SEAL, REVEAL and CLOSE_ROUND: what binds, what opens, what ends a round.

#include <algorithm>

#include "protocol/base/limits.h"
#include "protocol/journal/apply.h"
#include "protocol/practice/dates.h"
#include "protocol/round/quiet.h"
#include "protocol/round/seal.h"

namespace twinlamp {
namespace {

constexpr std::size_t boxed_scalar_limit = 128;
constexpr std::size_t ciphertext_limit = limits::answer + 1 + aead_tag_size;
constexpr std::uint8_t deepest = 5;
constexpr std::uint8_t open_up = 2;  // product.md's row

bool is_sound(const wire::Seal& body) {
  return body.round_id().size() == sizeof(RoundId) && body.latch_id().size() == sizeof(LatchId) &&
         wire::Seal::Mode_IsValid(body.mode()) && body.lock().size() == sizeof(Element) && body.salt().size() == 32 &&
         body.nonce().size() == sizeof(Nonce24) && body.ciphertext().size() <= ciphertext_limit &&
         body.boxed_scalar().size() <= boxed_scalar_limit;
}

Seal make_fact(const Entry& entry, WallTime at, const wire::Seal& body) {
  Seal seal;
  seal.entry_id = entry.id();
  seal.seq = entry.header().seq;
  seal.lamport = entry.header().lamport;
  seal.at = at;
  seal.version = body.version();
  seal.latch_id = to_array<16>(bytes_of(body.latch_id()));
  seal.mode = static_cast<SealMode>(body.mode());
  seal.lock = to_array<32>(bytes_of(body.lock()));
  seal.salt = to_array<32>(bytes_of(body.salt()));
  seal.nonce = to_array<24>(bytes_of(body.nonce()));
  seal.ciphertext = to_bytes(bytes_of(body.ciphertext()));
  seal.boxed_scalar = to_bytes(bytes_of(body.boxed_scalar()));
  return seal;
}

// The round's latch of this version, made if it is the next one; null when the id is not its own.
Latch* latch_for(const PairState& state, Round& round, std::uint32_t version, const LatchId& latch_id) {
  if (version != 0) return nullptr;  // a cancelled latch ends its round: there is no second one
  if (latch_id != derive_latch_id(state.latch_seed, round.id, version)) return nullptr;
  if (version == round.latches.size()) round.latches.push_back({latch_id, {}});
  return &round.latches[version];
}

void void_seal(const Applied& applied, Round& round, AnomalyKind kind) {
  round.void_seals += 1;
  applied.report(kind);
}

void settle_seals(PairState& state, const RoundId& id) {
  std::erase_if(state.unsettled_seals, [&id](const auto& seal) { return seal.second == id; });
}

void count_evening(const Applied& applied) {
  const auto day = std::chrono::floor<std::chrono::days>(applied.at + applied.offset).time_since_epoch().count();
  auto& evenings = applied.state.evenings;
  const auto place = std::lower_bound(evenings.begin(), evenings.end(), day);
  if (place == evenings.end() || *place != day) evenings.insert(place, static_cast<std::int32_t>(day));
}

// One depth at a time: up when both were heard at the present one, down after a round of it that stayed unanswered. In Open up being heard
// only opens the way up: both devices then ask each other, quietly, whether their people's ceilings allow it. Nobody is heard in a wish list,
// and a date that is called off says nothing of how far the two go.
void move_depth(PairState& state, const Round& round) {
  if (round.wishes || round.card_id == practice::date_card) return;
  auto& depth = state.depth[round.practice];
  const bool heard = has_received(round, 0) && has_received(round, 1);
  const bool climbs = round.is_revealed && heard && round.depth == depth;
  if (round.practice == open_up) {
    state.owes_quiet_run = state.owes_quiet_run || round.is_revealed;
    state.may_climb = round.is_revealed && (state.may_climb || climbs) && depth < deepest;
  } else if (climbs) {
    depth = std::min<std::uint8_t>(deepest, static_cast<std::uint8_t>(depth + 1));
  }
  if (!round.is_revealed && round.depth == depth && depth > 1) depth = static_cast<std::uint8_t>(depth - 1);
}

// --- REVEAL

// What a REVEAL says of one slot: the SEAL that it names, or that this one's body was erased.
struct Named {
  std::optional<Seal> seal;
  bool is_erased = false;
  bool is_carried = false;
  bool is_forked = false;  // the log has another SEAL than the latch released
  bool is_found() const { return seal.has_value() || is_erased; }
};

Named find_named(const Applied& applied, const Latch& latch, Slot slot, const EntryId& id) {
  Named named;
  const auto& known = latch.seals[slot];
  const auto erased = applied.state.erased.find(id);
  if (known && known->entry_id == id)
    named.seal = known;
  else if (!known && erased != applied.state.erased.end() && erased->second.author == slot &&
           erased->second.type == static_cast<std::uint16_t>(EntryType::seal))
    named.is_erased = true;
  return named;
}

// "Open without me": the partner's SEAL comes with the release, since its author may keep the journal entry back. Only
// what its author has signed is looked at: the owner could make up the rest. An entry that the log has not reached yet
// is believed until the log gets there.
Named find_carried(const Applied& applied, const wire::Reveal& body, const Latch& latch, Slot slot, const EntryId& id) {
  Named named;
  const auto& owner = latch.seals[partner_of(slot)];
  if (body.seal_entry().empty() || body.seal_entry().size() > limits::open_blob || slot == applied.author() || !owner ||
      owner->mode != SealMode::open || (latch.seals[slot] && latch.seals[slot]->entry_id == id))
    return named;
  const auto entry = Entry::parse(bytes_of(body.seal_entry()));
  if (!entry || entry->id() != id || entry->is_erased()) return named;
  if (!is_signed_seal(applied.state.seal_keys[slot], latch.latch_id, slot, id, bytes_of(body.seal_signature())))
    return named;
  const auto& header = entry->header();
  const auto last = applied.state.last_seq[slot];
  wire::Body sealed;
  const bool is_ahead = header.seq > last && header.seq - last <= round_limits::carried_ahead;
  if (header.author != slot || !header.is(EntryType::seal) || (!latch.seals[slot] && !is_ahead) ||
      !sealed.ParseFromArray(entry->body().data(), static_cast<int>(entry->body().size())) || !sealed.has_seal())
    return named;
  const auto& seal = sealed.seal();
  if (!is_sound(seal) || seal.round_id() != body.round_id() || seal.latch_id() != body.latch_id() || seal.version() != owner->version)
    return named;
  named.seal = make_fact(*entry, applied.at, seal);
  named.is_carried = !latch.seals[slot];
  named.is_forked = latch.seals[slot].has_value();
  return named;
}

Result<Scalar> scalar_from(const std::string& text) {
  if (text.size() != Scalar::size_bytes) return Error{ErrorCode::malformed, "reveal: scalar"};
  return Scalar(bytes_of(text));
}

bool fits(const Named& named, const Scalar& u) { return named.is_found() && (named.is_erased || opens(u, named.seal->lock)); }

void open_side(const Applied& applied, Side& side, const Named& named, Slot slot, const Scalar& u) {
  side.answer_state = AnswerState::erased;
  if (named.is_erased) return;
  if (named.is_forked) {
    side.answer_state = AnswerState::unreadable;
    SecretBytes().swap(side.answer);
    return applied.report(AnomalyKind::forked_seal, slot);
  }
  auto answer = decrypt_seal(*named.seal, slot, u);  // fits() has checked the scalar
  side.answer_state = answer ? AnswerState::open : AnswerState::unreadable;
  if (answer)
    side.answer = *std::move(answer);
  else
    applied.report(AnomalyKind::unreadable_answer, slot);
}

// The ciphertexts have done their work: they stay in the journal, not in the state.
void forget_ciphertexts(Round& round) {
  for (auto& latch : round.latches) {
    for (auto& seal : latch.seals) {
      if (!seal) continue;
      seal->salt = {};
      seal->nonce = {};
      Bytes().swap(seal->ciphertext);
      Bytes().swap(seal->boxed_scalar);
    }
  }
}

void keep_carried(const Applied& applied, Latch& latch, Slot slot, const Named& named, const RoundId& round_id) {
  latch.seals[slot] = named.seal;
  applied.state.carried.push_back({slot, named.seal->seq, named.seal->entry_id, round_id});
}

}  // namespace

void apply_seal(const Applied& applied, const wire::Seal& body) {
  if (!is_sound(body)) return applied.report(AnomalyKind::malformed_body);
  auto* round = applied.round(body.round_id());
  if (round == nullptr) return;
  const auto author = applied.author();
  const auto& id = applied.entry.id();
  if (round->is_revealed && round->has_sealed(author) && round->seal_of(author)->entry_id == id) return;  // a REVEAL carried it
  if (round->is_revealed) return void_seal(applied, *round, AnomalyKind::late_seal);
  auto* latch = latch_for(applied.state, *round, body.version(), to_array<16>(bytes_of(body.latch_id())));
  if (latch == nullptr) return applied.report(AnomalyKind::wrong_latch_id);
  if (!is_fit_seal(applied.state, *round, author, body)) {
    if (!round->closing) void_seal(applied, *round, AnomalyKind::unfit_seal);  // else steps that it rests on crossed the close
    return;
  }
  applied.state.unsettled_seals.emplace(id, round->id);  // void ones too: erasing the first must not make another the first
  auto& mine = latch->seals[author];
  if (mine) {
    latch->has_second[author] = true;
    return void_seal(applied, *round, AnomalyKind::second_seal);
  }
  mine = make_fact(applied.entry, applied.at, body);
  applied.state.seal_seq_to_cover[author] = mine->seq;
  if (round->closing) void_seal(applied, *round, AnomalyKind::late_seal);  // told, and kept: a latch that was armed may still open
  const auto& theirs = latch->seals[partner_of(author)];
  if (theirs && theirs->lock == mine->lock) applied.report(AnomalyKind::replayed_lock);
}

void apply_reveal(const Applied& applied, const wire::Reveal& body) {
  auto* round = applied.round(body.round_id());
  if (round == nullptr) return;
  const auto latch = std::find_if(round->latches.begin(), round->latches.end(), [&body](const Latch& candidate) {
    return equal(candidate.latch_id, bytes_of(body.latch_id()));
  });
  const auto u0 = scalar_from(body.scalar_0()), u1 = scalar_from(body.scalar_1());
  const bool sized = body.seal_0().size() == sizeof(EntryId) && body.seal_1().size() == sizeof(EntryId);
  if (latch == round->latches.end() || !u0 || !u1 || !sized) return applied.report(AnomalyKind::bad_reveal);

  const std::array<EntryId, 2> ids{to_array<32>(bytes_of(body.seal_0())), to_array<32>(bytes_of(body.seal_1()))};
  const std::array<const Scalar*, 2> scalars{&*u0, &*u1};
  std::array<Named, 2> named;
  for (Slot slot : {Slot{0}, Slot{1}}) {
    named[slot] = find_named(applied, *latch, slot, ids[slot]);
    if (!named[slot].is_found()) named[slot] = find_carried(applied, body, *latch, slot, ids[slot]);
    if (!fits(named[slot], *scalars[slot])) {
      if (!round->is_revealed) applied.report(AnomalyKind::bad_reveal);
      return;
    }
  }
  if (round->is_revealed) {  // said again: only a contradiction matters
    for (Slot slot : {Slot{0}, Slot{1}})
      if (named[slot].is_forked && round->sides[slot].answer_state != AnswerState::unreadable)
        open_side(applied, round->sides[slot], named[slot], slot, *scalars[slot]);
    return;
  }
  for (Slot slot : {Slot{0}, Slot{1}}) {
    if (named[slot].is_carried) keep_carried(applied, *latch, slot, named[slot], round->id);
    open_side(applied, round->sides[slot], named[slot], slot, *scalars[slot]);
  }
  round->is_revealed = true;
  round->revealed_at = applied.at;
  forget_ciphertexts(*round);
  settle_seals(applied.state, round->id);
  if (round->closing && round->card_id != quiet_card) count_evening(applied);  // it heals a latch that opened for one side only
  if (round->wishes) open_wishes(applied, *round, *u0, *u1);
}

void apply_close(const Applied& applied, const wire::CloseRound& body) {
  auto* round = applied.round(body.round_id());
  if (round == nullptr) return;
  // A CLOSE proves no cancel. It frees the other's SEAL alone; one's own is freed when the other has closed too.
  for (const auto& latch : round->latches)
    if (const auto& seal = latch.seals[partner_of(applied.author())]) applied.state.unsettled_seals.erase(seal->entry_id);
  if (round->closing) {
    if (round->closing->by != applied.author()) settle_seals(applied.state, round->id);
    return;
  }
  round->closing = Closing{applied.author(), applied.at};
  if (round->card_id == quiet_card) return;
  move_depth(applied.state, *round);
  if (round->is_revealed) count_evening(applied);
}

// The keys of what the other's lost device has sealed are gone: no latch of it can ever open. Where nobody has sealed nothing is lost: an agreed date stays.
void apply_renewal(const Applied& applied) {
  auto& state = applied.state;
  if (state.renewals >= state.renewals_agreed) return applied.report(AnomalyKind::unfit_renewal);
  ++state.renewals;
  const auto lost = partner_of(applied.author());
  state.seal_keys[lost].reset();
  // What came ahead of its entry has none any more: what the new device writes in that place contradicts nothing.
  std::erase_if(state.carried, [lost](const CarriedSeal& seal) { return seal.author == lost; });
  std::vector<RoundId> unopened;
  for (const auto* rounds : {&state.rounds, &state.quiet_rounds})
    for (const auto& round : *rounds)
      if (!round->is_revealed && (round->wishes || !round->latches.empty())) unopened.push_back(round->id);
  for (const auto& id : unopened) {
    auto* round = state.rounds.edit(id);
    if (round == nullptr) round = state.quiet_rounds.edit(id);
    if (!round->closing) round->closing = Closing{applied.author(), applied.at};
    settle_seals(state, id);
  }
}

void check_carried(const Applied& applied) {
  auto& carried = applied.state.carried;
  const auto& header = applied.entry.header();
  const auto met = std::find_if(carried.begin(), carried.end(), [&header](const CarriedSeal& seal) {
    return seal.author == header.author && seal.seq == header.seq;
  });
  if (met == carried.end()) return;
  const auto seal = *met;
  carried.erase(met);
  if (seal.entry_id == applied.entry.id()) return;
  applied.about = seal.round_id;
  applied.report(AnomalyKind::forked_seal);
  applied.about = {};
  auto* round = applied.state.rounds.edit(seal.round_id);
  if (round == nullptr) return;
  auto& side = round->sides[seal.author];
  side.answer_state = AnswerState::unreadable;
  SecretBytes().swap(side.answer);
}

}  // namespace twinlamp

#include "protocol/round/latch_client.h"

#include <algorithm>
#include <cassert>

namespace twinlamp {
namespace {

using State = wire::LatchState;

constexpr Error bad_release{ErrorCode::unauthentic, "latch: release"};

bool has_right_sizes(const State& state) {
  return state.scalar_0().size() == 32 && state.scalar_1().size() == 32 && state.seal_0().size() == 32 && state.seal_1().size() == 32;
}

Scalar scalar_of(const State& state, Slot slot) { return Scalar(bytes_of(slot == 0 ? state.scalar_0() : state.scalar_1())); }
EntryId seal_of(const State& state, Slot slot) { return to_array<32>(bytes_of(slot == 0 ? state.seal_0() : state.seal_1())); }

// The release opens exactly this SEAL.
bool opens_exactly(const State& state, Slot slot, const Seal& seal) {
  return seal_of(state, slot) == seal.entry_id && opens(scalar_of(state, slot), seal.lock);
}

wire::Reveal make_reveal(const LatchFacts& facts, const State& state) {
  wire::Reveal reveal;
  reveal.set_round_id(to_string(facts.round_id));
  reveal.set_latch_id(to_string(facts.latch_id));
  reveal.set_scalar_0(state.scalar_0());
  reveal.set_scalar_1(state.scalar_1());
  reveal.set_seal_0(state.seal_0());
  reveal.set_seal_1(state.seal_1());
  return reveal;
}

// The answerer's SEAL as the latch released it: exactly the entry that its id names, signed by its author, of this
// latch, and opened by its scalar.
Result<SignedSeal> seal_from_blob(const LatchFacts& facts, const State& state, const Key& room_seed) {
  const auto partner = partner_of(facts.me);
  auto signed_seal = open_signed_blob(room_seed, facts.latch_id, partner, seal_of(state, partner),
                                      facts.partner_seal_key, bytes_of(state.blob()));
  if (!signed_seal) return signed_seal.error();
  const auto& entry = signed_seal->entry;
  wire::Body body;
  if (entry.header().author != partner ||
      !body.ParseFromArray(entry.body().data(), static_cast<int>(entry.body().size())))
    return bad_release;
  const auto& seal = body.seal();
  // What the fold would refuse is no release: else each repetition of it would append another REVEAL that opens nothing.
  const auto seq = entry.header().seq, last = facts.partner_last_seq;
  if (facts.partner == nullptr && (seq <= last || seq - last > round_limits::carried_ahead)) return bad_release;
  if (seal.round_id() != to_string(facts.round_id) || seal.version() != facts.mine->version) return bad_release;
  if (!body.has_seal() || seal.lock().size() != sizeof(Element) || seal.latch_id() != to_string(facts.latch_id)) return bad_release;
  if (!opens(scalar_of(state, partner), to_array<32>(bytes_of(seal.lock())))) return bad_release;
  return signed_seal;
}

void carry(wire::Reveal& reveal, const SignedSeal& seal) {
  reveal.set_seal_entry(to_string(seal.entry.to_wire()));
  reveal.set_seal_signature(to_string(seal.signature));
}

bool is_stalemate(const LatchFacts& facts) {
  return facts.partner != nullptr && facts.partner->lock == facts.mine->lock;  // my seal, replayed as theirs
}

// What a PUT would be now, or none: the rules of ARM and MODE.
LatchAction put_for(const LatchFacts& facts, bool peer_open) {
  const bool owner = facts.mine->mode == SealMode::open && !peer_open;
  if (owner) return LatchAction::put_open;
  if (facts.partner == nullptr || is_stalemate(facts)) return LatchAction::none;
  if (facts.mode == SealMode::together && !facts.both_here) return LatchAction::none;
  // The owner of an open one may be away: the blob stands for what its cover would say.
  if (facts.partner->mode == SealMode::open) return LatchAction::put_blob;
  return facts.mine_is_covered ? LatchAction::put : LatchAction::none;
}

}  // namespace

std::optional<LatchFacts> latch_facts(const PairState& state, const RoundId& round_id, const LatchId& latch_id, Slot me, bool both_here) {
  const auto* round = find_round(state, round_id);
  if (round == nullptr) return std::nullopt;
  const auto latch = std::find_if(round->latches.begin(), round->latches.end(),
                                  [&latch_id](const Latch& candidate) { return candidate.latch_id == latch_id; });
  if (latch == round->latches.end()) return std::nullopt;
  LatchFacts facts;
  facts.round_id = round_id;
  facts.latch_id = latch_id;
  facts.me = me;
  facts.mine = latch->seals[me] ? &*latch->seals[me] : nullptr;
  facts.partner = latch->seals[partner_of(me)] ? &*latch->seals[partner_of(me)] : nullptr;
  facts.mine_is_covered = facts.mine != nullptr && is_covered(state, me, facts.mine->seq);
  facts.mode = effective_mode(*round, *latch);
  facts.both_here = both_here;
  facts.partner_last_seq = state.last_seq[partner_of(me)];
  facts.partner_seal_key = state.seal_keys[partner_of(me)];
  facts.is_revealed = round->is_revealed;
  facts.is_closed = round->closing.has_value();
  return facts;
}

void LatchClient::handle_login() {
  asked_ = Asked::nothing;
  halted_ = false;
  acked_ = false;
}

LatchAction LatchClient::poll(const LatchFacts& facts) {
  if (facts.is_revealed) {
    if (acked_ || facts.mine == nullptr) return LatchAction::none;
    if (facts.mine->mode == SealMode::open && !seen_release_) {  // the relay's word comes before my ack: it alone shows a swapped SEAL
      if (asked_ != Asked::nothing) return LatchAction::none;
      asked_ = Asked::get;
      return LatchAction::get;
    }
    acked_ = true;
    return LatchAction::ack;
  }
  if (cancelling_) {
    if (cancelled_ || asked_ == Asked::cancel) return LatchAction::none;
    asked_ = Asked::cancel;
    return LatchAction::cancel;
  }
  if (cancelled_ || facts.is_closed || halted_ || facts.mine == nullptr) return LatchAction::none;
  const auto action = must_ask_ ? LatchAction::none : put_for(facts, peer_open_);
  if (action != LatchAction::none && asked_ != Asked::put) {
    asked_ = Asked::put;
    return action;
  }
  if (asked_ != Asked::nothing) return LatchAction::none;
  asked_ = Asked::get;  // an earlier PUT of mine may have been released while I was away
  return LatchAction::get;
}

Result<LatchStep> LatchClient::handle_released(const State& state, const LatchFacts& facts, const Key& room_seed) {
  if (!has_right_sizes(state)) return Error{ErrorCode::malformed, "latch: release"};
  const auto partner = partner_of(facts.me);
  seen_release_ = true;
  if (facts.is_revealed && (facts.partner == nullptr || seal_of(state, partner) == facts.partner->entry_id)) return LatchStep{};
  if (facts.mine == nullptr || !opens_exactly(state, facts.me, *facts.mine)) return bad_release;
  auto reveal = make_reveal(facts, state);
  if (facts.partner != nullptr) {
    if (opens_exactly(state, partner, *facts.partner)) return LatchStep{LatchNews::reveal, std::move(reveal)};
    if (seal_of(state, partner) == facts.partner->entry_id || state.blob().empty()) return bad_release;
    // A true release of another SEAL than the journal has: only the partner's own client can have made it.
    const auto other = seal_from_blob(facts, state, room_seed);
    if (!other) return other.error();
    if (std::exchange(fork_told_, true)) return LatchStep{};
    carry(reveal, *other);
    return LatchStep{LatchNews::forked, std::move(reveal)};
  }
  if (state.blob().empty()) return Error{ErrorCode::out_of_order, "latch: released before its seal is here"};
  const auto carried = seal_from_blob(facts, state, room_seed);
  if (!carried) return carried.error();
  carry(reveal, *carried);
  return LatchStep{LatchNews::reveal, std::move(reveal)};
}

Result<LatchStep> LatchClient::handle_state(const State& state, const LatchFacts& facts, const Key& room_seed) {
  if (!equal(bytes_of(state.latch_id()), latch_id_) || facts.latch_id != latch_id_ || facts.me != me_)
    return Error{ErrorCode::malformed, "latch: another latch"};
  const auto halt = [this](LatchNews news) {
    halted_ = true;
    return LatchStep{news, std::nullopt};
  };
  switch (state.status()) {
    case State::RELEASED: {
      auto step = handle_released(state, facts, room_seed);
      if (step || !cancelling_ || step.error().code == ErrorCode::out_of_order) return step;
      if (facts.mine != nullptr && opens_exactly(state, facts.me, *facts.mine)) return step;  // mine was read, and not paid for: that is told
      // It was opened for SEALs that no journal has any more (both devices were set back): this one never opens, and is not PUT again.
      cancelled_ = true;
      return LatchStep{LatchNews::cancelled, std::nullopt};
    }
    case State::CANCELLED: {
      if (facts.is_revealed) return LatchStep{};
      cancelled_ = true;
      return LatchStep{LatchNews::cancelled, std::nullopt};
    }
    case State::WAITING: {
      if (cancelling_) return LatchStep{};
      asked_ = Asked::put;
      return LatchStep{LatchNews::waiting, std::nullopt};
    }
    case State::NONE: {
      must_ask_ = false;
      if (asked_ == Asked::put) asked_ = Asked::get;  // the relay has lost it: it may be PUT again
      return LatchStep{};
    }
    case State::PEER_OPEN: {
      peer_open_ = true;
      if (asked_ == Asked::put) asked_ = Asked::get;
      return LatchStep{LatchNews::peer_open, std::nullopt};
    }
    case State::MISMATCH: return halt(LatchNews::mismatch);
    case State::CONFLICT: {
      // Two of us sealed "open": mine was PUT closed in answer to theirs, and a crash forgot it. What the relay holds is mine: ask.
      if (facts.mine == nullptr || facts.mine->mode != SealMode::open || must_ask_) return halt(LatchNews::conflict);
      must_ask_ = true;
      asked_ = Asked::nothing;
      return LatchStep{};
    }
    case State::INVALID: return halt(LatchNews::invalid);
    default: return Error{ErrorCode::malformed, "latch: status"};
  }
}

wire::LatchPut make_put(LatchAction action, const LatchFacts& facts, const Scalar& u, const Key& room_seed,
                        const SignedSeal* my_seal) {
  assert(action == LatchAction::put || action == LatchAction::put_blob || action == LatchAction::put_open);
  assert(facts.mine != nullptr && opens(u, facts.mine->lock));
  wire::LatchPut put;
  put.set_latch_id(to_string(facts.latch_id));
  put.set_mode(action == LatchAction::put_open ? wire::LATCH_OPEN : wire::LATCH_CLOSED);
  put.set_lock_mine(to_string(facts.mine->lock));
  put.set_seal_mine(to_string(facts.mine->entry_id));
  put.set_scalar(to_string(u.view()));
  if (action == LatchAction::put_open) return put;
  put.set_lock_partner(to_string(facts.partner->lock));
  put.set_seal_partner(to_string(facts.partner->entry_id));
  if (action == LatchAction::put) return put;
  assert(my_seal != nullptr && my_seal->entry.id() == facts.mine->entry_id);
  put.set_blob(to_string(make_signed_blob(room_seed, facts.latch_id, facts.me, *my_seal)));
  return put;
}

}  // namespace twinlamp

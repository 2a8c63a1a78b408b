#include "protocol/device/latch_keeper.h"

namespace twinlamp {
namespace {

const Round* round_of(const PairState& pair, const LatchId& latch) {
  for (const auto* rounds : {&pair.rounds, &pair.quiet_rounds})
    for (const auto& round : *rounds)
      for (const auto& candidate : round->latches)
        if (candidate.latch_id == latch) return round.get();
  return nullptr;
}

}  // namespace

Result<LatchKeeper> LatchKeeper::open(const PairRecord& record, const Storage& storage) {
  LatchKeeper keeper(record, storage);
  auto bits = storage.value(cancelling_key);
  if (!bits) return bits.error();
  if (!*bits) return keeper;
  ByteReader reader(**bits);
  while (!reader.rest().empty()) keeper.cancelling_.insert(reader.array<16>());
  if (reader.failed()) return Error{ErrorCode::corrupt, "latches being cancelled"};
  return keeper;
}

LatchKeeper::One& LatchKeeper::one(const LatchId& latch, const RoundId& round) {
  const auto found = latches_.find(latch);
  if (found != latches_.end()) return found->second;
  return latches_.emplace(latch, One{round, LatchClient(latch, record_->slot, is_cancelling(latch))}).first->second;
}

void LatchKeeper::cancel(const LatchId& latch, const RoundId& round, Transaction& transaction) {
  auto& held = one(latch, round);
  cancelling_.insert(latch);
  held.client.cancel();
  store_cancelling(transaction);
}

void LatchKeeper::settle(const LatchId& latch, Transaction& transaction) {
  if (cancelling_.erase(latch) > 0) store_cancelling(transaction);
}

void LatchKeeper::store_cancelling(Transaction& transaction) const {
  SecretBytes bits;
  for (const auto& latch : cancelling_) bits.insert(bits.end(), latch.begin(), latch.end());
  transaction.values[cancelling_key] = bits.empty() ? std::optional<SecretBytes>() : std::move(bits);
}

const Round* LatchKeeper::round_of(const PairState& pair, const wire::LatchState& state) {
  return state.latch_id().size() == 16 ? twinlamp::round_of(pair, to_array<16>(bytes_of(state.latch_id()))) : nullptr;
}

Result<LatchKeeper::News> LatchKeeper::handle_state(const wire::LatchState& state, const PairState& pair, bool both_here) {
  if (state.latch_id().size() != 16) return Error{ErrorCode::malformed, "latch state: id"};
  const auto latch = to_array<16>(bytes_of(state.latch_id()));
  const auto* round = round_of(pair, state);
  if (round == nullptr) return Error{ErrorCode::not_found, "latch state: of no round here"};
  const auto facts = latch_facts(pair, round->id, latch, record_->slot, both_here);
  if (!facts) return Error{ErrorCode::not_found, "latch state: of no latch here"};
  auto step = one(latch, round->id).client.handle_state(state, *facts, record_->room_seed());
  if (!step) return step.error();
  return News{round->id, step->news, std::move(step->reveal)};
}

void LatchKeeper::run(const PairState& pair, bool both_here) {
  run(pair, pair.rounds, both_here);
  run(pair, pair.quiet_rounds, both_here);
}

void LatchKeeper::run(const PairState& pair, const Rounds& rounds, bool both_here) {
  for (const auto& round : rounds) {
    if (round->latches.empty()) continue;
    const auto latch = round->latch()->latch_id;
    const bool is_settled = round->is_revealed || round->closing;
    if (is_settled && !latches_.contains(latch) && !is_cancelling(latch)) continue;
    const auto facts = latch_facts(pair, round->id, latch, record_->slot, both_here);
    if (facts) say(one(latch, round->id).client.poll(*facts), *facts);
  }
}

void LatchKeeper::say(LatchAction action, const LatchFacts& facts) {
  wire::Frame frame;
  const auto id = std::string(text_of(facts.latch_id));
  switch (action) {
    case LatchAction::none: return;
    case LatchAction::get: frame.mutable_latch_get()->set_latch_id(id); break;
    case LatchAction::cancel: frame.mutable_latch_cancel()->set_latch_id(id); break;
    case LatchAction::ack: frame.mutable_latch_ack()->set_latch_id(id); break;
    case LatchAction::put:
    case LatchAction::put_open:
    case LatchAction::put_blob: {
      if (facts.mine == nullptr) return;
      auto scalar = unbox_scalar(*facts.mine, record_->slot, record_->box_key);
      if (!scalar) return;  // history restored from a partner's copy: it authorises nothing
      std::optional<SignedSeal> seal;
      if (action == LatchAction::put_blob) {
        auto row = storage_->entry(record_->slot, facts.mine->seq);
        if (!row || !*row) return;
        auto entry = Entry::parse((*row)->wire);
        if (!entry) return;
        seal = sign_seal_entry(record_->self_key, facts.latch_id, std::move(*entry));
      }
      *frame.mutable_latch_put() = make_put(action, facts, *scalar, record_->room_seed(), seal ? &*seal : nullptr);
      break;
    }
  }
  frames_.push_back(std::move(frame));
}

std::optional<wire::Frame> LatchKeeper::poll_frame() {
  if (frames_.empty()) return std::nullopt;
  auto frame = std::move(frames_.front());
  frames_.pop_front();
  return frame;
}

}  // namespace twinlamp

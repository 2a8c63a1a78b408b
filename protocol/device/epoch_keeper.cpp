#include "protocol/device/epoch_keeper.h"

#include <algorithm>

#include "protocol/device/device_timing.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t wants_version = 1;
constexpr std::chrono::seconds first_wait{2}, longest_wait{16};

// 1 restored, 2 lost: no post can be read; 3 a person. `unsure` is no reason to have one.
int weight(RekeyReason reason) { return reason == RekeyReason::person_asked ? 0 : 1; }

}  // namespace

Result<void> EpochKeeper::load(const Storage& storage) {
  auto stored = storage.value(key);
  if (!stored) return stored.error();
  if (!*stored) return {};
  ByteReader in(**stored);
  const auto version = in.u8();
  const auto wanted = in.u8();
  const auto has_last = in.u8();
  const auto last = in.u64();
  if (!in.is_done() || version != wants_version || wanted > 3 || has_last > 1) return Error{ErrorCode::corrupt, "epochs"};
  if (wanted != 0) wanted_ = static_cast<RekeyReason>(wanted);
  if (has_last != 0) last_ = device_timing::stored_wall_time(last);
  return {};
}

void EpochKeeper::store(Transaction& transaction) const {
  const auto last = last_ ? last_->time_since_epoch().count() : 0;
  ByteWriter out;
  out.u8(wants_version).u8(static_cast<std::uint8_t>(wanted_.value_or(RekeyReason{}))).u8(last_ ? 1 : 0).u64(static_cast<std::uint64_t>(last));
  transaction.values[key] = to_secret(out.view());
}

void EpochKeeper::want(RekeyReason reason, Transaction& transaction) {
  if (wanted_ && weight(*wanted_) >= weight(reason)) return;
  wanted_ = reason;
  due_ = MonoTime{};  // at the next time that may_ask
  wait_ = first_wait;
  store(transaction);
}

bool EpochKeeper::is_its_hour(Now now) const {
  if (!last_ || wanted_ == RekeyReason::person_asked) return true;
  return now.wall < *last_ || now.wall - *last_ >= pause;
}

bool EpochKeeper::handle_event(const MeetingEvent& event, Now now) {
  if (std::holds_alternative<MeetingBegan>(event) || std::holds_alternative<MeetingEnded>(event)) {
    offer_.reset();
    exchanges_ = 0;
    wait_ = first_wait;
    due_ = now.mono;
  } else if (const auto* rekey = std::get_if<Rekey>(&event)) {
    handle(*rekey);
  } else if (const auto* share = std::get_if<EpochShare>(&event)) {
    return handle(*share);
  } else if (const auto* ready = std::get_if<EpochReady>(&event)) {
    return handle(*ready);
  }
  return false;
}

void EpochKeeper::handle_time(Now now, bool may_ask) {
  if (!meeting_.is_established() || is_new_ || !is_under_way() || (due_ && now.mono < *due_)) return;
  due_ = now.mono + wait_;
  wait_ = std::min(wait_ * 2, longest_wait);
  if (const auto* epoch = durable_.unshared()) {
    meeting_.send(Rekey{epoch->number, RekeyReason::unsure});
    say_ready(*epoch);
  } else if (may_ask && is_its_hour(now)) {
    ask(offer_ ? std::max(offer_->number, durable_.next_epoch()) : durable_.next_epoch(), *wanted_);
  }
}

void EpochKeeper::handle_committed() {
  if (!std::exchange(is_new_, false)) return;
  if (const auto* epoch = durable_.unshared(); epoch != nullptr && meeting_.is_established()) say_ready(*epoch);
}

bool EpochKeeper::handle_changed(Now now, Transaction& transaction) {
  if (!wanted_) return false;
  if (*wanted_ != RekeyReason::person_asked) last_ = now.wall;
  wanted_.reset();
  store(transaction);
  return true;
}

std::optional<MonoTime> EpochKeeper::next_deadline() const {
  return meeting_.is_established() && is_under_way() ? due_ : std::nullopt;
}

// --- the exchange

bool EpochKeeper::may_begin(std::uint32_t number) const {
  const auto next = durable_.next_epoch();
  return number >= next && number - next <= most_ahead && exchanges_ < most_in_a_session;
}

void EpochKeeper::give_keys(std::uint32_t number) {
  if (!offer_ || offer_->number != number) {
    Offer offer;
    offer.number = number;
    offer.fresh = AgreementKeys::generate(random_);
    if (slot_ == 1) offer.ratchet = AgreementKeys::generate(random_);
    offer_ = std::move(offer);
    ++exchanges_;
  }
  meeting_.send(EpochShare{number, offer_->fresh.public_key, slot_ == 1 ? offer_->ratchet.public_key : PublicKey{}});
}

void EpochKeeper::ask(std::uint32_t number, RekeyReason reason) {
  if (!may_begin(number) && !(offer_ && offer_->number == number)) return;
  meeting_.send(Rekey{number, reason});
  give_keys(number);
}

void EpochKeeper::say_ready(const DurableChannel::Epoch& epoch) { meeting_.send(EpochReady{epoch.number, epoch.check}); }

void EpochKeeper::handle(const Rekey& rekey) {
  if (rekey.reason == RekeyReason::unsure) {
    const auto* epoch = durable_.find(rekey.epoch);
    // My half is given and theirs was lost: the same exchange goes on.
    if (epoch == nullptr && offer_ && offer_->number == rekey.epoch) return ask(rekey.epoch, RekeyReason::lost_state);
    if (epoch == nullptr && rekey.epoch < UINT32_MAX) return ask(std::max(durable_.next_epoch(), rekey.epoch + 1), RekeyReason::lost_state);
    if (epoch != nullptr && !is_new_) say_ready(*epoch);
    return;
  }
  // Of this session's exchange, and my keys were lost: the same again.
  if (offer_ && offer_->number == rekey.epoch) return give_keys(rekey.epoch);
  if (rekey.epoch < durable_.next_epoch()) return ask(std::max(durable_.next_epoch(), offer_ ? offer_->number : 0), rekey.reason);
  if (may_begin(rekey.epoch)) give_keys(rekey.epoch);
}

bool EpochKeeper::handle(const EpochShare& share) {
  if (offer_ && offer_->number == share.epoch && offer_->is_done) return false;
  if (!offer_ || offer_->number != share.epoch) {
    if (!may_begin(share.epoch) || (offer_ && offer_->number > share.epoch)) return false;
    give_keys(share.epoch);
  }
  if (!meeting_.is_established() || share.epoch < durable_.next_epoch()) return false;
  auto secrets = derive_epoch(meeting_.handshake_hash(), offer_->fresh, share.fresh_key, share.epoch);
  if (!secrets) return false;
  auto ratchet = slot_ == 0 ? Ratchet::alice(secrets->seed, share.ratchet_key, random_)
                            : Result<Ratchet>(Ratchet::bob(secrets->seed, offer_->ratchet));
  if (!ratchet) return false;
  durable_.add_epoch(share.epoch, std::move(*ratchet), secrets->check);
  offer_->is_done = true;
  is_new_ = true;
  due_.reset();
  wait_ = first_wait;
  return true;
}

// Answers nothing: so two of them never answer each other for ever.
bool EpochKeeper::handle(const EpochReady& ready) {
  const auto* epoch = durable_.find(ready.epoch);
  if (epoch == nullptr || epoch->is_shared) return false;
  if (equal_constant_time(epoch->check, ready.check)) return durable_.share(ready.epoch);
  // Halves of two sessions met: this number is good for nothing.
  ask(durable_.next_epoch(), RekeyReason::lost_state);
  return false;
}

}  // namespace twinlamp

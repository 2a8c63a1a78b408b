#include "protocol/device/durable.h"

#include <algorithm>

namespace twinlamp {
namespace {

constexpr std::uint8_t state_version = 1;

Result<Ratchet> first_ratchet(const PairRecord& record, Random& random) {
  if (record.slot == 0) return Ratchet::alice(record.ratchet, record.partner_first_ratchet, random);
  return Ratchet::bob(record.ratchet, record.first_ratchet);
}

void append(SecretBytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace

DurableChannel::DurableChannel(const PairRecord& record, Ratchet ratchet)
    : slot_(record.slot), room_(record.room_id()), ratchet_(std::move(ratchet)) {}

Result<DurableChannel> DurableChannel::fresh(const PairRecord& record, Random& random) {
  auto ratchet = first_ratchet(record, random);
  if (!ratchet) return ratchet.error();
  return DurableChannel(record, std::move(*ratchet));
}

Result<DurableChannel> DurableChannel::restore(const PairRecord& record, ByteView state, std::vector<OutboxRow> rows) {
  ByteReader reader(state);
  if (reader.u8() != state_version) return Error{ErrorCode::corrupt, "session state: version"};
  const auto epoch = reader.u32();
  const auto enveloped = reader.u64();
  auto ratchet = Ratchet::parse(reader.lv(state.size()));
  auto unpacker = Unpacker::parse(reader.lv(state.size()));
  if (!reader.is_done() || !ratchet || !unpacker) return Error{ErrorCode::corrupt, "session state"};
  DurableChannel channel(record, std::move(*ratchet));
  channel.epoch_ = epoch;
  channel.enveloped_ = enveloped;
  channel.unpacker_ = std::move(*unpacker);
  channel.rows_.assign(std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  channel.released_ = channel.rows_.size();
  if (!channel.rows_.empty()) channel.next_order_ = channel.rows_.back().order + 1;
  return channel;
}

Bytes DurableChannel::context(std::uint8_t sender_slot) const { return ByteWriter().raw(room_).u8(sender_slot).take(); }

Result<void> DurableChannel::post(std::span<const ByteView> entries, std::uint64_t last_seq, Transaction& transaction,
                                  Random& random) {
  auto payloads = pack_entries(entries, random);
  if (!payloads) return payloads.error();
  for (const auto& payload : *payloads) {
    auto envelope = seal_envelope(ratchet_, epoch_, context(slot_), payload, random);
    if (!envelope) return envelope.error();
    rows_.push_back({next_order_++, random.bytes<16>(), epoch_, std::move(*envelope)});
    transaction.outbox_added.push_back(rows_.back());
  }
  enveloped_ = last_seq;
  return {};
}

Result<std::vector<SecretBytes>> DurableChannel::handle_envelope(ByteView bytes, Random& random) {
  auto envelope = parse_envelope(bytes);
  if (!envelope) return envelope.error();
  if (envelope->epoch != epoch_) return Error{ErrorCode::unauthentic, "envelope: another epoch"};
  auto tried = ratchet_;  // an envelope whose payload is garbage must leave the ratchet as it was
  auto payload = open_envelope(tried, *envelope, context(static_cast<std::uint8_t>(1 - slot_)), random);
  if (!payload) return payload.error();
  auto entries = unpacker_.handle_payload(*payload);
  if (!entries) return entries.error();
  ratchet_ = std::move(tried);
  return entries;
}

void DurableChannel::handle_logged_in() {
  online_ = true;
  sent_ = 0;
  hold_until_.reset();
}

void DurableChannel::handle_offline() { online_ = false; }

bool DurableChannel::handle_posted(const PostId& client_id) {
  const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const OutboxRow& r) { return r.client_id == client_id; });
  if (row == rows_.end()) return false;
  const auto index = static_cast<std::size_t>(row - rows_.begin());
  rows_.erase(row);
  if (index < sent_) --sent_;
  if (index < released_) --released_;
  return true;
}

void DurableChannel::handle_refused(const PostId& client_id, MonoTime again) {
  const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const OutboxRow& r) { return r.client_id == client_id; });
  if (row == rows_.end()) return;
  sent_ = std::min(sent_, static_cast<std::size_t>(row - rows_.begin()));
  hold_until_ = again;
}

void DurableChannel::handle_time(MonoTime now) {
  if (hold_until_ && now >= *hold_until_) hold_until_.reset();
}

const OutboxRow* DurableChannel::poll_row() {
  if (!online_ || hold_until_ || sent_ >= released_ || sent_ >= window) return nullptr;
  return &rows_[sent_++];
}

SecretBytes DurableChannel::state() const {
  SecretBytes out;
  const auto ratchet = ratchet_.serialise();
  const auto unpacker = unpacker_.serialise();
  ByteWriter head;
  append(out, head.u8(state_version).u32(epoch_).u64(enveloped_).leb128(ratchet.size()).view());
  append(out, ratchet);
  ByteWriter middle;
  append(out, middle.leb128(unpacker.size()).view());
  append(out, unpacker);
  return out;
}

}  // namespace twinlamp

// The state at rest, version 2: u8 2 | held u8 | enveloped u64 | count u8 | for each epoch: number u32, shared u8, check 16, lv(ratchet), lv(unpacker) |
// for each row that waits: order u64, first seq u64. Version 1 knew one epoch: u8 1 | number u32 | enveloped u64 | lv(ratchet) | lv(unpacker).
#include "protocol/device/durable.h"

#include <algorithm>
#include <cassert>

namespace twinlamp {
namespace {

constexpr std::uint8_t one_epoch_version = 1, state_version = 2;
constexpr Error corrupt{ErrorCode::corrupt, "session state"};

Result<Ratchet> first_ratchet(const PairRecord& record, Random& random) {
  if (record.slot == 0) return Ratchet::alice(record.ratchet, record.partner_first_ratchet, random);
  return Ratchet::bob(record.ratchet, record.first_ratchet);
}

void append(SecretBytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

void append_lv(SecretBytes& out, ByteView bytes) {
  append(out, ByteWriter().leb128(bytes.size()).view());
  append(out, bytes);
}

Result<DurableChannel::Epoch> read_machines(ByteReader& in, std::size_t most) {
  auto ratchet = Ratchet::parse(in.lv(most));
  auto unpacker = Unpacker::parse(in.lv(most));
  if (in.failed() || !ratchet || !unpacker) return corrupt;
  return DurableChannel::Epoch{first_epoch, std::move(*ratchet), std::move(*unpacker), {}, true};
}

}  // namespace

DurableChannel::DurableChannel(const PairRecord& record) : slot_(record.slot), room_(record.room_id()) {}

Result<DurableChannel> DurableChannel::fresh(const PairRecord& record, Random& random) {
  auto ratchet = first_ratchet(record, random);
  if (!ratchet) return ratchet.error();
  DurableChannel channel(record);
  channel.epochs_.push_back({first_epoch, std::move(*ratchet), {}, {}, true});
  return channel;
}

Result<DurableChannel> DurableChannel::lost(const PairRecord& record, std::uint64_t enveloped, std::vector<OutboxRow> rows, Random& random) {
  auto channel = fresh(record, random);
  if (!channel) return channel;
  channel->enveloped_ = enveloped;
  channel->is_held_ = true;
  channel->take_rows(std::move(rows));
  return channel;
}

Result<DurableChannel> DurableChannel::restore(const PairRecord& record, ByteView state, std::vector<OutboxRow> rows) {
  DurableChannel channel(record);
  TWINLAMP_TRY(channel.read_state(state));
  channel.take_rows(std::move(rows));
  return channel;
}

Result<void> DurableChannel::read_state(ByteView state) {
  ByteReader in(state);
  const auto version = in.u8();
  if (version == one_epoch_version) {
    const auto number = in.u32();
    enveloped_ = in.u64();
    auto epoch = read_machines(in, state.size());
    if (!epoch || !in.is_done()) return corrupt;
    epoch->number = number;
    epochs_.push_back(std::move(*epoch));
    return {};
  }
  if (version != state_version) return Error{ErrorCode::corrupt, "session state: version"};
  is_held_ = in.u8() != 0;
  enveloped_ = in.u64();
  const auto count = in.u8();
  for (std::uint8_t i = 0; i < count; ++i) {
    const auto number = in.u32();
    const auto is_shared = in.u8();
    const auto check = in.array<16>();
    auto epoch = read_machines(in, state.size());
    if (!epoch || is_shared > 1 || (!epochs_.empty() && number <= epochs_.back().number)) return corrupt;
    epoch->number = number;
    epoch->check = check;
    epoch->is_shared = is_shared == 1;
    epochs_.push_back(std::move(*epoch));
  }
  while (!in.failed() && !in.rest().empty()) {
    const auto order = in.u64();
    first_seqs_[order] = in.u64();
  }
  const bool has_shared = std::any_of(epochs_.begin(), epochs_.end(), [](const Epoch& epoch) { return epoch.is_shared; });
  if (in.failed() || !has_shared || count > most_epochs) return corrupt;
  return {};
}

void DurableChannel::take_rows(std::vector<OutboxRow> rows) {
  rows_.assign(std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  released_ = rows_.size();
  if (!rows_.empty()) next_order_ = rows_.back().order + 1;
}

Bytes DurableChannel::context(std::uint8_t sender_slot) const { return ByteWriter().raw(room_).u8(sender_slot).take(); }

// --- epochs

const DurableChannel::Epoch* DurableChannel::find(std::uint32_t number) const {
  const auto found = std::find_if(epochs_.begin(), epochs_.end(), [number](const Epoch& epoch) { return epoch.number == number; });
  return found == epochs_.end() ? nullptr : &*found;
}

DurableChannel::Epoch* DurableChannel::find_mutable(std::uint32_t number) { return const_cast<Epoch*>(find(number)); }

const DurableChannel::Epoch& DurableChannel::sending() const {
  const auto newest = std::find_if(epochs_.rbegin(), epochs_.rend(), [](const Epoch& epoch) { return epoch.is_shared; });
  assert(newest != epochs_.rend());
  return *newest;
}

const DurableChannel::Epoch* DurableChannel::unshared() const { return epochs_.back().is_shared ? nullptr : &epochs_.back(); }

void DurableChannel::add_epoch(std::uint32_t number, Ratchet ratchet, const ByteArray<16>& check) {
  assert(number >= next_epoch());
  // The oldest goes that is not posted in: one whose envelopes have all come, or that was never shared.
  if (epochs_.size() == most_epochs) {
    const auto kept = epoch();
    epochs_.erase(std::find_if(epochs_.begin(), epochs_.end(), [kept](const Epoch& old) { return old.number != kept; }));
  }
  epochs_.push_back({number, std::move(ratchet), {}, check, false});
}

bool DurableChannel::share(std::uint32_t number) {
  auto* epoch = find_mutable(number);
  if (epoch == nullptr || epoch->is_shared) return false;
  const auto before = this->epoch();
  epoch->is_shared = true;
  if (this->epoch() == before) return true;
  is_changed_ = true;
  is_held_ = false;
  return true;
}

void DurableChannel::drop_older_than(std::uint32_t number) {
  if (number <= epochs_.front().number) return;
  std::erase_if(epochs_, [number](const Epoch& epoch) { return epoch.number < number; });
}

void DurableChannel::begin_epoch(std::uint64_t last, Transaction& transaction) {
  for (const auto& row : rows_) {
    transaction.outbox_removed.push_back(row.client_id);
    std::erase_if(transaction.outbox_added, [&row](const OutboxRow& added) { return added.client_id == row.client_id; });
    if (const auto known = first_seqs_.find(row.order); known != first_seqs_.end()) enveloped_ = std::min(enveloped_, known->second - 1);
  }
  rows_.clear();
  first_seqs_.clear();
  released_ = sent_ = 0;
  hold_until_.reset();
  if (slot_ == 0 && enveloped_ >= last && last > 0) enveloped_ = last - 1;
}

// --- out

Result<void> DurableChannel::post(std::span<const ByteView> entries, std::uint64_t first_seq, Transaction& transaction, Random& random) {
  assert(first_seq <= enveloped_ + 1);
  auto payloads = pack_entries(entries, random);
  if (!payloads) return payloads.error();
  auto& epoch = *find_mutable(this->epoch());
  for (const auto& payload : *payloads) {
    auto envelope = seal_envelope(epoch.ratchet, epoch.number, context(slot_), payload, random);
    if (!envelope) return envelope.error();
    first_seqs_[next_order_] = first_seq;
    rows_.push_back({next_order_++, random.bytes<16>(), epoch.number, std::move(*envelope)});
    transaction.outbox_added.push_back(rows_.back());
  }
  enveloped_ = first_seq + entries.size() - 1;
  return {};
}

// --- in

Result<std::vector<SecretBytes>> DurableChannel::handle_envelope(ByteView bytes, Random& random) {
  auto envelope = parse_envelope(bytes);
  if (!envelope) return envelope.error();
  auto* epoch = find_mutable(envelope->epoch);
  if (epoch == nullptr) return Error{ErrorCode::not_found, "envelope: another epoch"};
  auto tried = epoch->ratchet;  // an envelope whose payload is garbage must leave the ratchet as it was
  auto payload = open_envelope(tried, *envelope, context(static_cast<std::uint8_t>(1 - slot_)), random);
  if (!payload) return payload.error();
  auto entries = epoch->unpacker.handle_payload(*payload);
  if (!entries) return entries.error();
  epoch->ratchet = std::move(tried);
  share(envelope->epoch);
  drop_older_than(envelope->epoch);
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
  first_seqs_.erase(row->order);
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
  append(out, ByteWriter().u8(state_version).u8(is_held_ ? 1 : 0).u64(enveloped_).u8(static_cast<std::uint8_t>(epochs_.size())).view());
  for (const auto& epoch : epochs_) {
    append(out, ByteWriter().u32(epoch.number).u8(epoch.is_shared ? 1 : 0).raw(epoch.check).view());
    append_lv(out, epoch.ratchet.serialise());
    append_lv(out, epoch.unpacker.serialise());
  }
  for (const auto& row : rows_)
    if (const auto known = first_seqs_.find(row.order); known != first_seqs_.end())
      append(out, ByteWriter().u64(known->first).u64(known->second).view());
  return out;
}

}  // namespace twinlamp

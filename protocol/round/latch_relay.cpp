#include "protocol/round/latch_relay.h"

#include <cassert>

#include "protocol/base/limits.h"
#include "protocol/crypto/group.h"

namespace twinlamp {
namespace {

using State = wire::LatchState;
using Record = std::optional<LatchRecord>;
using Put = LatchRecord::Put;

constexpr std::uint8_t record_version = 1;
constexpr std::size_t id_size = 16, element_size = 32, hash_size = 32, scalar_size = 32;

bool same(ByteView a, ByteView b) { return equal(a, b); }

State make_state(ByteView latch_id, State::Status status) {
  State state;
  state.set_latch_id(to_string(latch_id));
  state.set_status(status);
  return state;
}

// The released pair as `slot` sees it. The blob is for the owner of the open PUT alone.
State released_state(const LatchRecord& record, std::uint8_t slot, ByteView latch_id) {
  const auto& zero = *record.put[0];
  const auto& one = *record.put[1];
  auto state = make_state(latch_id, State::RELEASED);
  state.set_scalar_0(to_string(zero.scalar));
  state.set_scalar_1(to_string(one.scalar));
  state.set_seal_0(to_string(zero.seal_mine));
  state.set_seal_1(to_string(one.seal_mine));
  if (record.put[slot]->open) state.set_blob(to_string(record.put[1 - slot]->blob));
  return state;
}

Put put_from(const wire::LatchPut& put) {
  auto bytes = [](const std::string& text) { return to_bytes(bytes_of(text)); };
  return {put.mode() == wire::LATCH_OPEN, bytes(put.lock_mine()),    bytes(put.lock_partner()), bytes(put.seal_mine()),
          bytes(put.seal_partner()),      bytes(put.scalar()),       bytes(put.blob())};
}

bool has_right_sizes(const Put& put) {
  const std::size_t partner_size = put.open ? 0 : element_size;
  const std::size_t blob_limit = put.open ? 0 : limits::open_blob;
  return put.lock_mine.size() == element_size && put.seal_mine.size() == hash_size && put.scalar.size() == scalar_size &&
         put.lock_partner.size() == partner_size && put.seal_partner.size() == partner_size && put.blob.size() <= blob_limit;
}

bool opens_its_lock(const Put& put) {
  const Scalar scalar{put.scalar};
  if (!is_canonical_scalar(scalar)) return false;
  const auto lock = multiply_base(scalar);
  return lock && same(*lock, put.lock_mine);
}

bool is_valid(const wire::LatchPut& message, const Put& put) {
  const bool known_mode = message.mode() == wire::LATCH_CLOSED || message.mode() == wire::LATCH_OPEN;
  return message.latch_id().size() == id_size && known_mode && has_right_sizes(put) &&
         !same(put.lock_mine, put.lock_partner) && !same(put.seal_mine, put.seal_partner) && opens_its_lock(put);
}

// Does a closed PUT name exactly what the other one holds?
bool names(const Put& closed, const Put& other) {
  return same(closed.lock_partner, other.lock_mine) && same(closed.seal_partner, other.seal_mine);
}

bool fit(const Put& a, const Put& b) {
  const bool blob_where_needed = (!a.open || !b.blob.empty()) && (!b.open || !a.blob.empty());
  return (a.open || names(a, b)) && (b.open || names(b, a)) && blob_where_needed;
}

LatchOutcome release(LatchRecord record, std::uint8_t slot, Put mine, ByteView latch_id) {
  record.put[slot] = std::move(mine);
  record.status = LatchRecord::Status::released;
  // A closed PUT may have brought a blob for an open one that never came: nobody asks for it any more.
  for (const std::size_t one : {0, 1})
    if (!record.put[1 - one]->open) record.put[one]->blob.clear();
  const auto other = static_cast<std::uint8_t>(1 - slot);
  auto reply = released_state(record, slot, latch_id);
  auto to_partner = released_state(record, other, latch_id);
  return {std::move(record), std::move(reply), std::move(to_partner)};
}

LatchOutcome put_first(std::uint8_t slot, Put mine, ByteView latch_id) {
  LatchRecord record;
  record.put[slot] = std::move(mine);
  return {std::move(record), make_state(latch_id, State::WAITING), std::nullopt};
}

LatchOutcome only_reply(State state) { return {std::nullopt, std::move(state), std::nullopt}; }

}  // namespace

State latch_state_for(const Record& record, std::uint8_t slot, ByteView latch_id) {
  assert(slot < 2);
  if (!record) return make_state(latch_id, State::NONE);
  switch (record->status) {
    case LatchRecord::Status::cancelled: return make_state(latch_id, State::CANCELLED);
    case LatchRecord::Status::released: return released_state(*record, slot, latch_id);
    case LatchRecord::Status::waiting: break;
  }
  // Whether the partner has PUT is not told: it is told by the partner's SEAL, inside the journal.
  return make_state(latch_id, record->put[slot] ? State::WAITING : State::NONE);
}

LatchOutcome apply_put(const Record& record, std::uint8_t slot, const wire::LatchPut& message) {
  assert(slot < 2);
  const auto latch_id = bytes_of(message.latch_id());
  auto mine = put_from(message);
  if (!is_valid(message, mine)) return only_reply(make_state(latch_id, State::INVALID));
  if (!record) return put_first(slot, std::move(mine), latch_id);
  if (record->status == LatchRecord::Status::cancelled) return only_reply(make_state(latch_id, State::CANCELLED));

  if (const auto& stored = record->put[slot]) {
    // The blob of a released latch may be gone already: it is not what makes two PUTs the same then.
    auto compared = *stored;
    if (record->status == LatchRecord::Status::released) compared.blob = mine.blob;
    if (compared != mine) return only_reply(make_state(latch_id, State::CONFLICT));
    return only_reply(latch_state_for(record, slot, latch_id));
  }
  const auto& theirs = record->put[1 - slot];
  if (!theirs) return put_first(slot, std::move(mine), latch_id);
  if (mine.open && theirs->open) return only_reply(make_state(latch_id, State::PEER_OPEN));
  if (!fit(mine, *theirs)) return only_reply(make_state(latch_id, State::MISMATCH));
  return release(*record, slot, std::move(mine), latch_id);
}

LatchOutcome apply_get(const Record& record, std::uint8_t slot, const wire::LatchGet& get) {
  const auto latch_id = bytes_of(get.latch_id());
  if (latch_id.size() != id_size) return only_reply(make_state(latch_id, State::INVALID));
  return only_reply(latch_state_for(record, slot, latch_id));
}

LatchOutcome apply_cancel(const Record& record, std::uint8_t slot, const wire::LatchCancel& cancel) {
  assert(slot < 2);
  const auto latch_id = bytes_of(cancel.latch_id());
  if (latch_id.size() != id_size) return only_reply(make_state(latch_id, State::INVALID));
  const bool is_open = !record || record->status == LatchRecord::Status::waiting;
  if (!is_open) return only_reply(latch_state_for(record, slot, latch_id));
  LatchRecord tombstone;
  tombstone.status = LatchRecord::Status::cancelled;
  auto told = make_state(latch_id, State::CANCELLED);
  return {std::move(tombstone), told, told};
}

LatchOutcome apply_ack(const Record& record, std::uint8_t slot, const wire::LatchAck& ack) {
  assert(slot < 2);
  const auto latch_id = bytes_of(ack.latch_id());
  if (latch_id.size() != id_size) return only_reply(make_state(latch_id, State::INVALID));
  auto reply = latch_state_for(record, slot, latch_id);
  if (!record || !record->must_repeat_to(slot)) return only_reply(std::move(reply));
  auto changed = *record;
  changed.acknowledged[slot] = true;
  if (changed.acknowledged[0] && changed.acknowledged[1])
    for (auto& put : changed.put) put->blob.clear();
  return {std::move(changed), std::move(reply), std::nullopt};
}

// Row: version u8 | status u8 | acknowledged bits u8 | for each slot: present u8, then open u8 | lock_mine 32 | seal_mine 32 | scalar 32 |
// lv(lock_partner) | lv(seal_partner) | lv(blob).
Bytes latch_record_to_bytes(const LatchRecord& record) {
  ByteWriter out;
  const int acknowledged = (record.acknowledged[0] ? 1 : 0) | (record.acknowledged[1] ? 2 : 0);
  out.u8(record_version).u8(static_cast<std::uint8_t>(record.status)).u8(static_cast<std::uint8_t>(acknowledged));
  for (const auto& put : record.put) {
    out.u8(put ? 1 : 0);
    if (!put) continue;
    out.u8(put->open ? 1 : 0).raw(put->lock_mine).raw(put->seal_mine).raw(put->scalar);
    out.lv(put->lock_partner).lv(put->seal_partner).lv(put->blob);
  }
  return out.take();
}

namespace {

bool read_flag(ByteReader& in, bool& broken) {
  const auto byte = in.u8();
  broken = broken || byte > 1;
  return byte == 1;
}

Put read_put(ByteReader& in, bool& broken) {
  Put put;
  put.open = read_flag(in, broken);
  put.lock_mine = to_bytes(in.raw(element_size));
  put.seal_mine = to_bytes(in.raw(hash_size));
  put.scalar = to_bytes(in.raw(scalar_size));
  put.lock_partner = to_bytes(in.lv(element_size));
  put.seal_partner = to_bytes(in.lv(hash_size));
  put.blob = to_bytes(in.lv(limits::open_blob));
  broken = broken || in.failed() || !has_right_sizes(put);
  return put;
}

bool is_consistent(const LatchRecord& record) {
  const int puts = (record.put[0] ? 1 : 0) + (record.put[1] ? 1 : 0);
  const bool acknowledged = record.acknowledged[0] || record.acknowledged[1];
  switch (record.status) {
    case LatchRecord::Status::waiting: return puts == 1 && !acknowledged;
    case LatchRecord::Status::released: return puts == 2;
    case LatchRecord::Status::cancelled: return puts == 0 && !acknowledged;
  }
  return false;
}

}  // namespace

Result<LatchRecord> latch_record_from_bytes(ByteView bytes) {
  constexpr Error corrupt{ErrorCode::corrupt, "latch: stored record"};
  ByteReader in(bytes);
  LatchRecord record;
  if (in.u8() != record_version) return corrupt;
  record.status = static_cast<LatchRecord::Status>(in.u8());
  const auto acknowledged = in.u8();
  bool broken = acknowledged > 3;
  record.acknowledged = {(acknowledged & 1) != 0, (acknowledged & 2) != 0};
  for (auto& put : record.put)
    if (read_flag(in, broken)) put = read_put(in, broken);
  if (broken || !in.is_done() || !is_consistent(record)) return corrupt;
  return record;
}

}  // namespace twinlamp

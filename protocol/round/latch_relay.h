// The latch, the relay's side: what one request does to the record of one (room_id, latch_id), as a pure function.
//
// The caller reads the record, applies one request, and commits what came out before it sends anything: LatchOutcome::record,
// where present, replaces the stored one, in the same transaction. `slot` is the authenticated member's. Requests of foreign
// bytes never fail here: a bad one is answered with INVALID and nothing is stored.
//
//   PUT     u*G must equal L_mine, the two L's must differ. The first waits; the same again is idempotent; a different one is a CONFLICT.
//           The second must cross-match both L's and both seal ids, else MISMATCH and nothing is stored; then both get both scalars.
//   open    names no partner. A second open one gets PEER_OPEN; the closed one that answers it carries a blob for its owner,
//           also where it comes first. Between two closed ones a blob is dropped at the release.
//   CANCEL  leaves a tombstone, even where there was no PUT; after a release it is answered with the release.
//   ACK     stops the repeating; the blob goes when both have acknowledged, the scalars stay for as long as the room keeps the record,
//           so that a member who lost its memory can ask again.
#pragma once

#include <array>
#include <optional>

#include "protocol/base/bytes.h"
#include "protocol/base/result.h"
#include "protocol/base/secret.h"
#include "protocol/wire/relay.pb.h"

namespace twinlamp {

struct LatchRecord {
  enum class Status : std::uint8_t { waiting = 1, released = 2, cancelled = 3 };

  // What a slot has PUT. The partner fields are empty and `open` is true for "open without me".
  struct Put {
    bool open = false;
    Bytes lock_mine, lock_partner, seal_mine, seal_partner, scalar, blob;
    friend bool operator==(const Put& a, const Put& b) {  // the scalar in constant time: it is a key until it is released
      return equal_constant_time(a.scalar, b.scalar) && a.open == b.open && a.lock_mine == b.lock_mine && a.lock_partner == b.lock_partner &&
             a.seal_mine == b.seal_mine && a.seal_partner == b.seal_partner && a.blob == b.blob;
    }
  };

  Status status = Status::waiting;
  std::array<std::optional<Put>, 2> put;   // released: both; cancelled: none
  std::array<bool, 2> acknowledged{};      // released only
  friend bool operator==(const LatchRecord&, const LatchRecord&) = default;

  // Counts against the room's limit of unreleased latches.
  bool is_unreleased() const { return status == Status::waiting; }
  // Released, and this slot has not acknowledged: LatchState is repeated at each login.
  bool must_repeat_to(std::uint8_t slot) const { return status == Status::released && !acknowledged[slot]; }
};

Bytes latch_record_to_bytes(const LatchRecord& record);
Result<LatchRecord> latch_record_from_bytes(ByteView bytes);  // corrupt: our own row does not parse

struct LatchOutcome {
  std::optional<LatchRecord> record;               // to be stored instead of the old one; empty = nothing changed
  wire::LatchState reply;                          // to the sender
  std::optional<wire::LatchState> to_partner;      // unasked: the release, or that it was cancelled
};

// Precondition of all: slot is 0 or 1; `record` is the stored one, empty if there is none; the request's latch_id is the record's key.
LatchOutcome apply_put(const std::optional<LatchRecord>& record, std::uint8_t slot, const wire::LatchPut& put);
LatchOutcome apply_get(const std::optional<LatchRecord>& record, std::uint8_t slot, const wire::LatchGet& get);
LatchOutcome apply_cancel(const std::optional<LatchRecord>& record, std::uint8_t slot, const wire::LatchCancel& cancel);
LatchOutcome apply_ack(const std::optional<LatchRecord>& record, std::uint8_t slot, const wire::LatchAck& ack);

// What `slot` is told of a record: the answer to GET, and what is repeated until it is acknowledged.
wire::LatchState latch_state_for(const std::optional<LatchRecord>& record, std::uint8_t slot, ByteView latch_id);

}  // namespace twinlamp

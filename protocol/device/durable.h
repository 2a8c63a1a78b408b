// The durable layer of one device: entries out as envelopes, envelopes in as entries. Works while the partner is away.
//
// An envelope is encrypted once and stored before it leaves; a resend sends the stored bytes. Rows leave in their order, and a row that the relay
// refuses holds back those behind it, so that the partner's log never has a gap of our making.
// Foreign bytes: an error leaves the ratchet and the unpacker as they were. Sans-IO, not thread-safe.
#pragma once

#include <deque>
#include <optional>

#include "protocol/base/time.h"
#include "protocol/device/pair_record.h"
#include "protocol/device/storage.h"
#include "protocol/session/envelope.h"
#include "protocol/session/epoch.h"

namespace twinlamp {

class DurableChannel {
public:
  static constexpr std::size_t window = 32;  // posts that may await the relay's word

  static Result<DurableChannel> fresh(const PairRecord& record, Random& random);
  // `state` as state() gave it, `rows` as they are stored.
  static Result<DurableChannel> restore(const PairRecord& record, ByteView state, std::vector<OutboxRow> rows);

  // False for slot 1 until the first envelope of slot 0 has come.
  bool can_send() const { return ratchet_.can_send(); }
  // My entries up to this seq are in envelopes.
  std::uint64_t enveloped() const { return enveloped_; }
  // Encrypts them in order into rows of `transaction`; they leave only after release(). Precondition: can_send().
  Result<void> post(std::span<const ByteView> entries, std::uint64_t last_seq, Transaction& transaction, Random& random);
  void release() { released_ = rows_.size(); }  // all rows so far are committed

  // Whole entries, in order. unauthentic, malformed: nothing changed; the caller acknowledges it all the same.
  Result<std::vector<SecretBytes>> handle_envelope(ByteView bytes, Random& random);

  void handle_logged_in();  // everything not yet acknowledged leaves again
  void handle_offline();
  // True if it was one of ours: its row may be forgotten.
  bool handle_posted(const PostId& client_id);
  void handle_refused(const PostId& client_id, MonoTime again);
  void handle_time(MonoTime now);

  const OutboxRow* poll_row();  // the next to send; valid until the next call to this object
  std::optional<MonoTime> next_deadline() const { return hold_until_; }

  std::size_t waiting() const { return rows_.size(); }
  SecretBytes state() const;  // ratchet, unpacker, epoch, enveloped(): stored with each change

private:
  DurableChannel(const PairRecord& record, Ratchet ratchet);
  Bytes context(std::uint8_t sender_slot) const;

  std::uint8_t slot_;
  ByteArray<16> room_;
  std::uint32_t epoch_ = first_epoch;
  Ratchet ratchet_;
  Unpacker unpacker_;
  std::uint64_t enveloped_ = 0;
  std::deque<OutboxRow> rows_;
  std::uint64_t next_order_ = 1;
  std::size_t released_ = 0;  // rows that may leave
  std::size_t sent_ = 0;      // rows that have left since the login
  bool online_ = false;
  std::optional<MonoTime> hold_until_;
};

}  // namespace twinlamp

// The durable layer of one device: entries out as envelopes, envelopes in as entries. Works while the partner is away.
//
// An envelope is encrypted once and stored before it leaves; a resend sends the stored bytes. Rows leave in their order, and a row that the relay
// refuses holds back those behind it, so that the partner's log never has a gap of our making.
// Each epoch has a ratchet of its own. This device posts in the newest one that the partner is known to have stored; what it has stored itself it
// can read. Older ones stay until the first envelope of a newer one has come: a mailbox keeps the order, so nothing of theirs is behind it.
// Foreign bytes: an error leaves the ratchets and the unpackers as they were. Sans-IO, not thread-safe.
#pragma once

#include <deque>
#include <map>
#include <optional>

#include "protocol/base/time.h"
#include "protocol/device/pair_record.h"
#include "protocol/device/storage.h"
#include "protocol/session/envelope.h"
#include "protocol/session/epoch.h"

namespace twinlamp {

class DurableChannel {
public:
  static constexpr std::size_t window = 32;      // posts that may await the relay's word
  static constexpr std::size_t most_epochs = 8;  // kept at once: an agreement that was never finished leaves one behind

  struct Epoch {
    std::uint32_t number = first_epoch;
    Ratchet ratchet;
    Unpacker unpacker;
    ByteArray<16> check{};
    bool is_shared = false;  // the partner has it too: it has said so, or posted in it
  };

  static Result<DurableChannel> fresh(const PairRecord& record, Random& random);
  // In the place of a state that was lost: reads and posts nothing until an epoch is agreed on. My entries up to `enveloped` count as posted.
  static Result<DurableChannel> lost(const PairRecord& record, std::uint64_t enveloped, std::vector<OutboxRow> rows, Random& random);
  // `state` as state() gave it, `rows` as they are stored.
  static Result<DurableChannel> restore(const PairRecord& record, ByteView state, std::vector<OutboxRow> rows);

  // --- epochs
  std::uint32_t epoch() const { return sending().number; }  // of what is written and posted now
  std::uint32_t next_epoch() const { return epochs_.back().number + 1; }
  const Epoch* find(std::uint32_t number) const;
  const Epoch* unshared() const;  // the newest one, if the partner is not known to have it; else null
  // Stored here: the partner may post in it from now on. Precondition: number >= next_epoch().
  void add_epoch(std::uint32_t number, Ratchet ratchet, const ByteArray<16>& check);
  // The partner has it. Posts go in it from now on; what waits here is encrypted afresh (begin_epoch()). False if that is known.
  bool share(std::uint32_t number);
  // True once after the epoch that is posted in has changed.
  bool take_changed() { return std::exchange(is_changed_, false); }
  // Takes back the rows that still wait: their entries are to be posted in the new epoch. Slot 0, whose first envelope lets slot 1 speak, posts one
  // entry again where nothing waits. `last`: my log's.
  void begin_epoch(std::uint64_t last, Transaction& transaction);
  // What is posted cannot be read (a restored backup, a lost state): entries wait for a new epoch.
  void hold(bool holds) { is_held_ = holds; }
  bool is_held() const { return is_held_; }
  // Epochs that were not shared when a copy of the state was made may have been since, and used.
  void drop_unshared() { std::erase_if(epochs_, [](const Epoch& epoch) { return !epoch.is_shared; }); }

  // False for slot 1 until the first envelope of slot 0 has come in this epoch, and while held.
  bool can_send() const { return !is_held_ && sending().ratchet.can_send(); }
  // My entries up to this seq are in envelopes.
  std::uint64_t enveloped() const { return enveloped_; }
  // The partner has them already, or they are gone from my log: none of them is posted (again).
  void set_enveloped(std::uint64_t seq) { enveloped_ = seq; }
  // Encrypts them in order into rows of `transaction`; they leave only after release(). `first_seq` is the first one's.
  // Precondition: can_send(), and none is skipped: first_seq is at most one more than enveloped().
  Result<void> post(std::span<const ByteView> entries, std::uint64_t first_seq, Transaction& transaction, Random& random);
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
  SecretBytes state() const;  // epochs, enveloped(), what the rows hold: stored with each change

private:
  explicit DurableChannel(const PairRecord& record);
  Result<void> read_state(ByteView state);
  void take_rows(std::vector<OutboxRow> rows);
  Bytes context(std::uint8_t sender_slot) const;
  Epoch* find_mutable(std::uint32_t number);
  const Epoch& sending() const;  // the newest that is shared
  void drop_older_than(std::uint32_t number);

  std::uint8_t slot_;
  ByteArray<16> room_;
  std::vector<Epoch> epochs_;  // by number; never empty, and one of them is shared
  bool is_changed_ = false, is_held_ = false;
  std::uint64_t enveloped_ = 0;
  std::deque<OutboxRow> rows_;
  std::map<std::uint64_t, std::uint64_t> first_seqs_;  // by a row's order: what it holds begins here, or after
  std::uint64_t next_order_ = 1;
  std::size_t released_ = 0;  // rows that may leave
  std::size_t sent_ = 0;      // rows that have left since the login
  bool online_ = false;
  std::optional<MonoTime> hold_until_;
};

}  // namespace twinlamp

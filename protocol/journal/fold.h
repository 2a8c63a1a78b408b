// The fold: entries in, the state of the pair out. A pure function of the entries ordered by (lamport, author), whatever order they come in.
//
// The two authors' entries may interleave in any way and come more than once. An entry is final when each author has one at or after its
// place. Final entries are folded once for good (the stable state); the rest, the tail, is folded again when an earlier one arrives.
// Only entries that Log::check() let in belong here. No clock, no randomness, no locale. Single-threaded.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "protocol/base/result.h"
#include "protocol/journal/entry.h"
#include "protocol/round/state.h"

namespace twinlamp {

// The pair's constants, from pairing.
struct FoldKeys {
  Key pair_seed;
  Key latch_seed;
  std::uint32_t renewals = 0;  // how many the two have agreed on
};

// The whole journal, in order: the store. Entries whose bodies were erased come erased.
class EntrySource {
public:
  virtual ~EntrySource() = default;
  // From `from` on, inclusive. A false from the visitor stops.
  virtual Result<void> for_each_ordered(const EntryOrder& from, const std::function<bool(const Entry&)>& visit) const = 0;
};

class Fold {
public:
  explicit Fold(const FoldKeys& keys);

  // Idempotent. Precondition: the entries of one author come in the order of their seq, again ones apart.
  void insert(const Entry& entry);

  const PairState& state() const;  // valid until the next call of a non-const function

  // Entries whose author has said so and whose erasure the fold allows; each is reported once. The caller looks each up by its place, asks
  // may_erase() for its type, erases it in the store and says so with erased(). Those that are not there, or erased already, are no fault.
  struct Erasure {
    Slot author = 0;
    std::uint64_t seq = 0;
    EntryId entry_id{};
    friend auto operator<=>(const Erasure&, const Erasure&) = default;
  };
  std::vector<Erasure> take_erasures();

  // The store has erased this entry's body. If it is folded for good already, needs_refold() is true from here on.
  void erased(const EntryOrder& place);
  // An erased body is still in the stable state: drop the stored snapshot and refold() from the store.
  bool needs_refold() const { return needs_refold_; }
  // Entries that were inserted have left the store: likewise. Nothing is inserted until refold().
  void require_refold() { needs_refold_ = true; }
  // Starts over from the store. On error nothing has changed.
  Result<void> refold(const EntrySource& source);

  // The stable state and where it ends, versioned. Holds plain words: the caller seals it. Precondition: !needs_refold().
  SecretBytes snapshot() const;
  // Then insert every entry from resume_from() on. corrupt: not a snapshot of this version; fold from the beginning.
  static Result<Fold> restore(const FoldKeys& keys, ByteView snapshot);
  // All entries up to this place, inclusive, are folded for good.
  EntryOrder resume_from() const { return frontier_; }

  std::size_t tail_size() const { return tail_.size(); }

private:
  EntryOrder final_place() const;
  void insert_last(const Entry& entry);
  void settle(const EntryOrder& up_to);
  void refresh() const;
  void collect(const std::vector<Erasure>& erasures) const;

  PairState stable_;
  mutable PairState current_;
  mutable bool is_current_ = true;    // else the tail is to be folded again, at the next look
  std::map<EntryOrder, Entry> tail_;  // after the frontier
  EntryOrder frontier_{};
  std::array<EntryOrder, 2> received_{};       // of each author, the last one here
  std::array<std::uint64_t, 2> received_seq_{};
  mutable std::vector<Erasure> erasures_;
  mutable std::set<Erasure> reported_;
  bool needs_refold_ = false;
};

// One entry after another, in order: what Fold does to its states. Returns the erasures that the entry asks for and may have.
std::vector<Fold::Erasure> apply_entry(PairState& state, const Entry& entry);

// snapshot.cpp: a state as bytes, and back. The pair's seeds are not among them.
SecretBytes state_to_bytes(const PairState& state, const EntryOrder& frontier);
Result<EntryOrder> state_from_bytes(ByteView bytes, PairState& state);  // corrupt: `state` is half filled, drop it

}  // namespace twinlamp

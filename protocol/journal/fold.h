// The fold: entries in, the state of the pair out. A pure function of the entries ordered by (lamport, author), whatever order they come in.
//
// Each author's entries may come in any order and more than once; an entry is final when both authors' entries are here without a gap up
// to its place. Final entries are folded once for good (the stable state); the rest, the tail, is folded again when an earlier one arrives.
// Only entries that Log::check() let in belong here. No clock, no randomness, no locale. Single-threaded.
#pragma once

#include <functional>
#include <map>

#include "protocol/base/result.h"
#include "protocol/journal/entry.h"
#include "protocol/round/state.h"

namespace twinlamp {

// The pair's constants, from pairing.
struct FoldKeys {
  Key pair_seed;
  Key latch_seed;
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

  // Idempotent.
  void insert(const Entry& entry);

  const PairState& state() const { return current_; }

  // Entries whose bodies the store must now erase: their author has said so and the fold allows it. Each is reported once.
  struct Erasure {
    Slot author = 0;
    EntryId entry_id{};
  };
  std::vector<Erasure> take_erasures();

  // An erased body is still in the stable state: drop the stored snapshot, erase in the store, then refold().
  bool needs_refold() const { return needs_refold_; }
  // Starts over from the store. On error nothing has changed.
  Result<void> refold(const EntrySource& source);

  // The stable state and where it ends, versioned. Holds plain words: the caller seals it.
  SecretBytes snapshot();
  // Then insert every entry from resume_from() on. corrupt: not a snapshot of this version; fold from the beginning.
  static Result<Fold> restore(const FoldKeys& keys, ByteView snapshot);
  // Entries up to this place are folded for good; the tail may be inserted again.
  EntryOrder resume_from() const { return frontier_; }

  std::size_t tail_size() const { return tail_.size(); }

private:
  struct Received {  // of one author, without a gap
    std::uint64_t seq = 0;
    std::uint64_t lamport = 0;
  };

  void note_received(const Entry& entry);
  EntryOrder final_place() const;
  void settle();
  void rebuild();
  void apply_to_current(const Entry& entry);

  FoldKeys keys_;
  PairState stable_, current_;
  std::map<EntryOrder, Entry> tail_;  // after the frontier
  EntryOrder frontier_{};
  std::array<Received, 2> received_{};
  std::vector<Erasure> erasures_;
  std::set<EntryId> erased_;  // reported already
  bool needs_refold_ = false;
};

// One entry after another, in order: what Fold does to its states. Returns the erasures that the entry asks for and may have.
std::vector<EntryId> apply_entry(PairState& state, const Entry& entry);

}  // namespace twinlamp

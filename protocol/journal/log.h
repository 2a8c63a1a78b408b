// The head of one author's log, and the one check that lets an entry in.
//
// Append-only, chained, and tied to the other log: each entry names what its author had of it, and its lamport is exactly one more than
// the greater of the two entries it follows, so that nobody can write itself into the past or exhaust the numbers.
// Holds no bodies and no ids: older ids are looked up in the store. A pure check; nothing changes until append().
#pragma once

#include <optional>

#include "protocol/journal/entry.h"

namespace twinlamp {

struct LogHead {
  std::uint64_t seq = 0;  // 0 = empty, and all the rest is zero
  EntryId id{};
  std::uint64_t lamport = 0;
  std::uint64_t peer_seq = 0;  // what its last entry named of the other log
  friend bool operator==(const LogHead&, const LogHead&) = default;
};

struct EntryMark {
  EntryId id{};
  std::uint64_t lamport = 0;
};

// What is already in the journal, by author and seq: the store, or a cache over it.
class EntryMarks {
public:
  virtual ~EntryMarks() = default;
  virtual std::optional<EntryMark> mark(std::uint8_t author, std::uint64_t seq) const = 0;  // empty: not there
};

class Log {
public:
  explicit Log(std::uint8_t author, LogHead head = {}) : author_(author), head_(head) {}

  std::uint8_t author() const { return author_; }
  const LogHead& head() const { return head_; }

  enum class Verdict { next, duplicate };
  // May this entry follow? `duplicate`: exactly this one is here already.
  // conflict: a fork: another entry is known at its seq, before it, or at the peer head it names. Freeze and repair.
  // out_of_order: entries between are missing; ask for them.
  // not_found: it names entries of the other log that are not here: for the partner's entry this means that *I* lost some (a restored backup).
  // malformed: a lamport or a peer head that no honest device writes.
  Result<Verdict> check(const Entry& entry, const EntryMarks& marks) const;

  // Does it show, with what is here, that its author's log went two ways? So says another entry known at its seq, or before it, whatever else
  // may be wrong with it. Of what follows after a gap nothing can be said yet.
  bool is_forked_by(const Entry& entry, const EntryMarks& marks) const;

  // Precondition: check() said `next`.
  void append(const Entry& entry);

private:
  std::uint8_t author_;
  LogHead head_;
};

// Where the author of `mine` writes next.
EntryPlace next_place(const Log& mine, const Log& other, std::uint32_t epoch);

}  // namespace twinlamp

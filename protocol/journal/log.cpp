#include "protocol/journal/log.h"

#include <algorithm>
#include <cassert>

namespace twinlamp {
namespace {

constexpr Error fork{ErrorCode::conflict, "log: fork"};

// The lamport of the entry that it names of the other log; 0 for none.
Result<std::uint64_t> peer_lamport(const EntryHeader& header, const LogHead& head, const EntryMarks& marks) {
  if (header.peer_seq < head.peer_seq) return Error{ErrorCode::malformed, "log: peer head goes back"};
  if (header.peer_seq == 0) return std::uint64_t{0};
  const auto mark = marks.mark(static_cast<std::uint8_t>(1 - header.author), header.peer_seq);
  if (!mark) return Error{ErrorCode::not_found, "log: peer head is not here"};
  if (mark->id != header.peer_hash) return fork;
  return mark->lamport;
}

}  // namespace

Result<Log::Verdict> Log::check(const Entry& entry, const EntryMarks& marks) const {
  const auto& header = entry.header();
  if (header.author != author_) return Error{ErrorCode::malformed, "log: author"};
  if (header.seq <= head_.seq) {
    const auto known = header.seq == head_.seq ? EntryMark{head_.id, head_.lamport} : marks.mark(author_, header.seq);
    if (!known) return Error{ErrorCode::corrupt, "log: an entry of ours is missing"};
    if (known->id != entry.id()) return fork;
    return Verdict::duplicate;
  }
  if (header.seq != head_.seq + 1) return Error{ErrorCode::out_of_order, "log: gap"};
  if (header.prev != head_.id) return fork;
  const auto peer = peer_lamport(header, head_, marks);
  if (!peer) return peer.error();
  if (header.lamport != std::max(head_.lamport, *peer) + 1) return Error{ErrorCode::malformed, "log: lamport"};
  return Verdict::next;
}

bool Log::is_forked_by(const Entry& entry, const EntryMarks& marks) const {
  const auto& header = entry.header();
  if (header.author != author_ || header.seq > head_.seq + 1) return false;
  if (header.seq == head_.seq + 1) return header.prev != head_.id;
  const auto known = header.seq == head_.seq ? std::optional(EntryMark{head_.id, head_.lamport}) : marks.mark(author_, header.seq);
  return known && known->id != entry.id();
}

void Log::append(const Entry& entry) {
  const auto& header = entry.header();
  assert(header.author == author_ && header.seq == head_.seq + 1 && header.prev == head_.id);
  head_ = {header.seq, entry.id(), header.lamport, header.peer_seq};
}

EntryPlace next_place(const Log& mine, const Log& other, std::uint32_t epoch) {
  const auto& head = mine.head();
  const auto& peer = other.head();
  EntryPlace place;
  place.author = mine.author();
  place.epoch = epoch;
  place.seq = head.seq + 1;
  place.prev = head.id;
  place.lamport = std::max(head.lamport, peer.lamport) + 1;
  place.peer_seq = peer.seq;
  place.peer_hash = peer.id;
  return place;
}

}  // namespace twinlamp

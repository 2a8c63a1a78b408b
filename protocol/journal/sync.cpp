#include "protocol/journal/sync.h"

#include <algorithm>

namespace twinlamp {
namespace {

bool is_consistent(std::uint64_t count, const EntryId& head) { return (count == 0) == (head == EntryId{}); }

// Is `id` what this log has at `seq`? Precondition: seq is not beyond its head.
bool agrees(const Log& log, std::uint64_t seq, const EntryId& id, const EntryMarks& marks) {
  if (seq == 0) return true;
  if (seq == log.head().seq) return id == log.head().id;
  const auto known = marks.mark(log.author(), seq);
  return known && known->id == id;
}

}  // namespace

SyncPlan plan_sync(const Log& mine, const Log& theirs, const SyncHave& have, const EntryMarks& marks, std::uint64_t batch) {
  SyncPlan plan;
  const auto say = [&plan](SyncVerdict verdict) {
    plan.verdict = verdict;
    return plan;
  };
  if (!is_consistent(have.of_mine, have.head_of_mine) || !is_consistent(have.of_theirs, have.head_of_theirs))
    return say(SyncVerdict::malformed);
  const auto written = mine.head().seq, received = theirs.head().seq;
  if (have.of_mine <= written && !agrees(mine, have.of_mine, have.head_of_mine, marks)) return say(SyncVerdict::fork);
  if (have.of_theirs <= received && !agrees(theirs, have.of_theirs, have.head_of_theirs, marks)) return say(SyncVerdict::fork);
  if (have.of_mine > written) return say(SyncVerdict::i_am_restored);
  if (have.of_theirs < received) return say(SyncVerdict::peer_is_restored);
  plan.from = have.of_mine + 1;
  plan.to = std::min(written, have.of_mine + batch);
  plan.wants_theirs = have.of_theirs > received;
  return plan;
}

SyncHave have_of(const Log& mine, const Log& theirs) {
  return {theirs.head().seq, theirs.head().id, mine.head().seq, mine.head().id};
}

}  // namespace twinlamp

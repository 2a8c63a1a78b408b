#include "protocol/journal/sync.h"

#include <algorithm>

namespace twinlamp {
namespace {

bool is_consistent(std::uint64_t count, const EntryId& head) { return (count == 0) == (head == EntryId{}); }

// Has this log another entry at `seq`? Where the store does not answer nothing is known. Precondition: seq is not beyond its head.
bool contradicts(const Log& log, std::uint64_t seq, const EntryId& id, const EntryMarks& marks) {
  if (seq == 0) return false;
  if (seq == log.head().seq) return id != log.head().id;
  const auto known = marks.mark(log.author(), seq);
  return known && known->id != id;
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
  plan.shows_two_of_theirs = have.of_theirs <= received && contradicts(theirs, have.of_theirs, have.head_of_theirs, marks);
  if (plan.shows_two_of_theirs) {
    plan.back_from = have.of_theirs > batch ? have.of_theirs - batch + 1 : 1;
    plan.back_to = have.of_theirs;
  } else if (have.of_theirs < received) {
    plan.back_from = have.of_theirs + 1;
    plan.back_to = std::min(received, have.of_theirs + batch);
  }
  if (have.of_mine <= written && contradicts(mine, have.of_mine, have.head_of_mine, marks)) return say(SyncVerdict::fork);
  if (have.of_mine > written) return say(SyncVerdict::i_am_restored);
  if (plan.shows_two_of_theirs) return say(SyncVerdict::peer_is_forked);
  plan.from = have.of_mine + 1;
  plan.to = std::min(written, have.of_mine + batch);
  plan.wants_theirs = have.of_theirs > received;
  if (have.of_theirs < received) return say(SyncVerdict::peer_is_restored);
  return plan;
}

SyncHave have_of(const Log& mine, const Log& theirs) {
  return {theirs.head().seq, theirs.head().id, mine.head().seq, mine.head().id};
}

}  // namespace twinlamp

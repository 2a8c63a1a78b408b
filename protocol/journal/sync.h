// Journal sync: one number per log, "I have yours up to n", and the hash there. Idempotent: the same HAVE gives the same plan.
#pragma once

#include "protocol/journal/log.h"

namespace twinlamp {

// The partner's HAVE, seen from here: counts of entries and the ids at those counts (zeros for none).
struct SyncHave {
  std::uint64_t of_mine = 0;  // how many of my entries the partner has
  EntryId head_of_mine{};
  std::uint64_t of_theirs = 0;  // how many the partner has written
  EntryId head_of_theirs{};
};

enum class SyncVerdict {
  fine,             // send what the plan says, if anything
  fork,             // of my log: a different hash at a known seq
  peer_is_forked,   // of theirs: show them what I have before that place
  i_am_restored,    // the partner has more of my log than I have: fetch it back
  peer_is_restored, // I have more of the partner's log than the partner has: offer it
  malformed,        // a count without a head, or a head without a count
};

struct SyncPlan {
  SyncVerdict verdict = SyncVerdict::fine;
  std::uint64_t from = 1, to = 0;   // which of my entries to send, both inclusive; none when from > to
  std::uint64_t back_from = 1, back_to = 0;  // which of theirs to give back to them; none when back_from > back_to
  bool shows_two_of_theirs = false; // their log went two ways, whatever the verdict says of mine
  bool wants_theirs = false;        // the partner has written more than I have: say HAVE back
};

// At most `batch` entries of each log are planned at once; the caller plans again at the next HAVE. What goes together leaves in the journal's
// order: then each is preceded by all that it names. Giving theirs back is planned whatever the verdict, but for `malformed`: it costs nothing.
SyncPlan plan_sync(const Log& mine, const Log& theirs, const SyncHave& have, const EntryMarks& marks, std::uint64_t batch = 256);

// What to say of mine.
SyncHave have_of(const Log& mine, const Log& theirs);  // of_mine and of_theirs as the listener reads them

}  // namespace twinlamp

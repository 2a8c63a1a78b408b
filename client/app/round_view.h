// One round as a person sees it: a pure function of the fold's round and a few facts of this device.
//
// The partner's answer, and what was said about it, is in the result only when the round is revealed and its instant has come.
#pragma once

#include <optional>

#include "client/app/wording.h"
#include "protocol/base/result.h"
#include "protocol/round/round.h"

namespace twinlamp::client {

struct RoundFacts {
  Slot me = 0;
  std::string partner_name;                 // empty = not known yet
  const Answer* draft = nullptr;
  bool has_passed = false;
  bool is_held = false;                     // revealed, but its instant has not come
  bool is_closing = false;
  std::optional<std::chrono::steady_clock::time_point> opens_at;
  std::optional<Result<SecretBytes>> my_answer;  // before the reveal; unset = not sealed
  std::optional<std::vector<match::Vote>> my_votes = {};  // of a wish list, before it
  bool may_lay_aside = false;               // revealed long ago, and not yet heard by both
};

RoundView make_round_view(const twinlamp::Round& round, const RoundFacts& facts, const Wording& wording);

// A closed round's line in the keepsake.
RoundSummary make_summary(const twinlamp::Round& round, Slot me, const Wording& wording);
WallTime keepsake_time(const twinlamp::Round& round);  // of the reveal, else of the close

}  // namespace twinlamp::client

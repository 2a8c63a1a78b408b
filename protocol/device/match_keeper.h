// The wish lists that this person has voted in: their seeds and votes, and what the device owes next.
//
// From the vote on a run goes by itself: every byte follows from the seed, the votes and what was said, so a device that
// crashes at any step says the same again. A vote is out with step 1: until then it may still change, which nobody can
// tell (step 0 is of the seed alone). What is kept (sealed at rest, and gone with the reveal or the close):
//   "match": version u8 = 2 | for each run: round id 16 | list hash 32 | mode u8 | seed 32 | lv(a byte for each vote)
// Version 1 drew the key of step 0 in another way: its runs count as lost.
// Foreign: the partner's steps. Each is checked before anything rests on it; one that does not verify ends the run. Not
// thread-safe.
#pragma once

#include <map>

#include "protocol/device/pair_record.h"
#include "protocol/device/storage.h"
#include "protocol/match/run.h"
#include "protocol/round/state.h"

namespace twinlamp {

struct MatchMove {
  enum class Kind : std::uint8_t {
    nothing,  // it is the partner's turn, or the latch's
    step,     // append `step` with `bytes`
    seal,     // everything is checked: append the SEAL with `blind`, over `bytes`
    broken,   // the partner's step does not verify: `why` names it. Give the round up
    lost,     // what was voted here is gone (a restored backup): give the round up
  };
  Kind kind = Kind::nothing;
  std::uint8_t step = 0;
  Bytes bytes;
  std::optional<Scalar> blind;
  SealMode mode = SealMode::together;
  const char* why = nullptr;
};

class MatchKeeper {
public:
  static constexpr const char* runs_key = "match";

  static Result<MatchKeeper> open(const PairRecord& record, const Storage& storage);

  // The person has voted. Precondition: match::are_legal(), and no run of this round.
  void begin(const RoundId& round, const match::Terms& terms, std::vector<match::Vote> votes, SealMode mode,
             Transaction& transaction, Random& random);
  const std::vector<match::Vote>* votes(const RoundId& round) const;  // null: none here
  // Other votes in place of those. Preconditions: there are some, and this device has not said step 1.
  void change_votes(const RoundId& round, std::vector<match::Vote> votes, Transaction& transaction);

  // What this device owes in a wish list that is neither revealed nor closed.
  MatchMove next(const Round& round, const LatchId& latch);
  // Seeds and votes of rounds that are over leave the disk with this transaction.
  void forget_what_is_over(const PairState& state, Transaction& transaction);

private:
  struct Run {
    Hash256 list_hash{};
    SealMode mode = SealMode::together;
    Key seed;
    std::vector<match::Vote> votes;
  };

  explicit MatchKeeper(Slot me) : me_(me) {}
  // Were these steps of mine made of this seed and these votes? Not where an older copy of the disk was put back.
  bool has_said(const RoundId& id, const match::Run& run, const match::Transcript& said);
  Result<void> check_partner(const Round& round, const match::Terms& terms);
  void store(Transaction& transaction) const;

  Slot me_;
  std::map<RoundId, Run> runs_;
  // Of the partner's steps, a bit each; found again after a start. Of a list: where the opening that counts turns out to
  // be another one, other steps may take their places.
  struct Checked {
    Hash256 list_hash{};
    std::uint8_t steps = 0;
    std::uint8_t mine = 0;  // likewise: they are what this device would say
  };
  std::map<RoundId, Checked> checked_;
};

}  // namespace twinlamp

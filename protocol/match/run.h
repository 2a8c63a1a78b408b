// A run of the wish list: of each item only what both want becomes known, and that to both at one moment.
//
// A private AND on ristretto255 with proofs, after the design in protocol/README.md, section 5. Pure functions over the
// transcript; the caller keeps the seed and the votes (frozen from step 1 on), posts what owed_by() says, checks every
// step of the partner's before it rests on it, and seals with lock_of() = U, so that the round's latch releases both
// blinds at one moment. Until then neither side can compute anything of the other's votes. A modified partner: every
// step of theirs fails a check by name, or is one that an honest device with some votes could have said.
#pragma once

#include "protocol/base/result.h"
#include "protocol/match/steps.h"

namespace twinlamp::match {

// May one vote so? As many votes as items, and at most `quota` that are not a no.
[[nodiscard]] bool are_legal(const Terms& terms, const std::vector<Vote>& votes);

class Run {
public:
  // Precondition: are_legal(). The seed is fresh for each run; once step 1 is out it is used with those votes alone.
  Run(const Terms& terms, Slot me, const Key& seed, std::vector<Vote> votes);

  // Preconditions: said.may_follow(me, step), and every earlier step of the partner's is checked.
  Bytes make_step(std::uint8_t step, const Transcript& said) const;
  Scalar blind() const { return secret_.blind(); }  // the scalar of the SEAL

private:
  Terms terms_;
  Slot me_;
  std::vector<Vote> votes_;
  RunSecret secret_;
};

// Precondition: said.has(author, step), and every earlier step of both is checked. unauthentic or malformed: the place
// names the class of tampering; the run is to be cancelled.
Result<void> check_step(const Terms& terms, Slot author, std::uint8_t step, const Transcript& said);

// With both blinds: what both want. Costs about as much as a step. Precondition: every step is there. corrupt: what
// opens is neither yes nor no, so one side's steps were never checked by the other.
Result<std::vector<Outcome>> open_result(const Terms& terms, const Transcript& said, const Scalar& u0,
                                         const Scalar& u1);

}  // namespace twinlamp::match

// The wish lists of Desire that a person does not see, since they have switched it off: their device answers each with a no to everything, as anybody may, so
// that a list which is never answered tells nobody of the switch.
//
// What would tell of it is avoided: the answer comes only while the person is here, as theirs would, after a while of that which nobody can foretell, whether or
// not the partner has answered, one list at a time, and in the mode in which they have sealed such lists before. And not in the first day after the switch: an
// evening off is no answer. Pure but for the randomness. Not thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "client/content/catalogue.h"
#include "protocol/base/random.h"
#include "protocol/match/terms.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

class UnseenWishes {
public:
  static constexpr std::chrono::hours rest{24};  // after the switch
  static constexpr std::chrono::minutes shortest{2}, longest{40};  // of being here, before an answer

  struct Moment {
    const PairState& state;
    Slot me;
    const Catalogue& catalogue;
    WallTime off_since;
    bool is_here;
    Now now;
  };
  struct Answer {
    RoundId round{};
    std::vector<match::Vote> votes;  // no to each
    twinlamp::SealMode mode = twinlamp::SealMode::together;
  };

  // What is to be sealed now. Precondition: Desire was open for both, and is off here.
  std::optional<Answer> handle(const Moment& moment, Random& random);
  // When to look again, however little happens.
  std::optional<MonoTime> next_look() const { return next_look_; }
  void reset();  // it is on, or nobody is here

private:
  std::optional<MonoTime> due_, next_look_;
};

}  // namespace twinlamp::client

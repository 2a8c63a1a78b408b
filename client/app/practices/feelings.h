// From the rounds to what the page of Feelings shows: every feeling that both have opened, kept by round so that a change costs one round.
//
// Only what is open on both sides, its instant come, is ever noted. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <span>

#include "client/app/wording.h"
#include "client/practices/feelings.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

class FeelingsBook {
public:
  // An opened round; those that are not answered by a feeling, and all of Desire, are passed over.
  void note(const twinlamp::Round& round, Slot me, const Wording& wording);
  void clear();
  // The same pointer as before where nothing has changed.
  FeelingsRef facts(const PairState& state, const Wording& wording);

private:
  struct Noted {
    WallTime at{};
    std::chrono::sys_days day{};
    std::string card;
    std::optional<FeelingAnswer> mine, partners;
    std::string my_word, partners_word;
  };

  std::map<RoundId, Noted> noted_;
  bool has_changed_ = true;
  std::size_t rounds_ = 0;  // of the state that was looked at last: what was asked meanwhile is not offered again
  FeelingsRef facts_;
};

}  // namespace twinlamp::client

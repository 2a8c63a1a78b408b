// Whether the partner has done something that a person would want to look at: asked, sealed, said something under open answers.
//
// Not: what the devices tell each other by themselves, a round that was closed, a name that changed. Single-threaded.
#pragma once

#include <functional>
#include <map>

#include "protocol/round/state.h"

namespace twinlamp::client {

class ReadyWatch {
public:
  // Begins with what is there already: nothing of that is news.
  void start(const PairState& state, Slot me);
  // After a change: true if there is more of the partner's in a round that is open, or about gifts and lists, than at the last look. Gifts
  // themselves have their moment: see practices/appreciations.h. Of rounds that are not shown here nothing is news.
  using Shown = std::function<bool(const twinlamp::Round&)>;
  bool has_news(const PairState& state, Slot me, const Shown& is_shown = [](const twinlamp::Round&) { return true; });

private:
  std::uint64_t last_seq_ = 0;  // of the partner's log: without a new entry there is nothing to look for
  std::map<RoundId, std::size_t> seen_;
  std::size_t remarks_ = 0;
};

}  // namespace twinlamp::client

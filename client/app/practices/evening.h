// Tonight as both faces see it: what the protocol chooses from the cards of this device's catalogue, in this person's words.
#pragma once

#include <limits>
#include <optional>

#include "client/app/wording.h"
#include "client/practices/evening.h"
#include "protocol/round/small_thing.h"

namespace twinlamp::client {

// The catalogue's facts, kept; stock() refers into this.
class EveningStock {
public:
  EveningStock() = default;
  // Without the cards that came later than this release: the partner's app may not have them yet.
  explicit EveningStock(const Catalogue& catalogue, std::uint32_t release = std::numeric_limits<std::uint32_t>::max());

  Stock stock() const { return {cards_, gentle_, challenges_}; }
  const std::vector<CardFacts>& cards() const { return cards_; }

private:
  std::vector<CardFacts> cards_;
  std::vector<std::string> gentle_, challenges_;
};

// The newest release of cards that both apps have, by what their profiles say: the same on both.
std::uint32_t release_of_both(const PairState& state);

struct Evening {
  const PairState& state;
  const EveningStock& stock;
  PairDay day;
  Slot me = 0;
};

// Nothing where there is nothing to suggest. Precondition of both: both have confirmed.
std::optional<Suggestion> suggestion_of(const Evening& evening, const Wording& wording);
SmallThing small_thing_of(const Evening& evening, const Wording& wording);

}  // namespace twinlamp::client

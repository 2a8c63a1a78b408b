// Tonight: one suggestion, the same on both devices. A pure function of the state and of the cards both know; no clock.
// What is open to both is no suggestion any more, though it may still be talked about: it waits in its own place.
#pragma once

#include <span>

#include "protocol/round/state.h"

namespace twinlamp {

// What both devices agree on about a card, whatever its language.
struct CardFacts {
  std::string id;
  std::uint32_t version = 0;
  std::uint8_t practice = 0, depth = 0, kind = 0;
  bool about_now = false;  // about current life: may come again after 90 days
};

struct Suggestion {
  enum class Why : std::uint8_t { unfinished, fresh, asked_again };
  std::string card_id;
  Why why = Why::fresh;
  std::optional<RoundId> round_id;  // unfinished only
  friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

// The order of `cards` does not matter. Empty only when there is no card to suggest.
std::optional<Suggestion> tonight(const PairState& state, std::span<const CardFacts> cards);

}  // namespace twinlamp

// Tonight: one suggestion, the same on both devices. A pure function of the state, the cards both know and the pair's day; no clock.
//
// Never deeper than the pair has come, never Desire (off until both have switched it on, and at home on its own page), never a card twice before all that
// fit were used, and never nothing while there is a card. What is open to both is no suggestion any more: it waits in its own place.
// The rule that chose is for tests and for whoever asks how it works: a screen says only Suggestion::why, which tells nothing of either's answers.
#pragma once

#include <optional>

#include "protocol/round/card_facts.h"
#include "protocol/round/day_turn.h"
#include "protocol/round/state.h"

namespace twinlamp {

struct Suggestion {
  enum class Why : std::uint8_t { unfinished, fresh, asked_again, check_back };
  std::string card_id;
  Why why = Why::fresh;
  std::optional<RoundId> round_id;  // unfinished, check_back
  friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

// In the order in which they are asked.
enum class Rule : std::uint8_t {
  unfinished,    // a round that waits for one of the two, of today or yesterday
  check_back,    // a week after both agreed on something to do together, where both are still to say how it went
  comes_back,    // a round that has waited for longer: once a week, until the next evening has begun
  gentle,        // a heavy feeling since yesterday: a light card, or one made for that
  after_low,     // the last round had a low answer: a caring card
  after_apart,   // it had answers far apart: a card about differences
  after_high,    // both were high: a deeper card of the same practice
  first_turn,    // a practice that was never asked
  rhythm,        // a practice that has waited longer than its rhythm
  balance,       // the practice that is furthest behind its share of the cards; never the last evening's, where there is another
  comes_round,   // all that fit were skipped: the one that was skipped first
};
std::string_view name_of(Rule rule);

struct Chosen {
  Suggestion suggestion;
  Rule rule = Rule::balance;
  bool is_breather = false;  // after a deep evening, nothing deep
};

// The order of the cards does not matter. Empty only when there is no card to suggest.
std::optional<Chosen> choose_tonight(const PairState& state, const Stock& stock, PairDay day);
std::optional<Suggestion> tonight(const PairState& state, const Stock& stock, PairDay day);

// After how many evenings of other practices a practice comes first, while it has something to ask.
std::size_t rhythm_of(std::uint8_t practice);

}  // namespace twinlamp

#include "protocol/round/needs.h"

#include <algorithm>

#include "protocol/practice/values.h"

namespace twinlamp {
namespace {

bool was_revealed(const PairState& state, const std::string& card_id) {
  return state.cards.contains(card_id) && std::any_of(state.rounds.begin(), state.rounds.end(), [&](const auto& round) {
           return round->is_revealed && round->card_id == card_id;
         });
}

bool is_time_to_look_back(const PairState& state, const CardFacts& card, PairDay day) {
  const auto agreed = practice::last_agreed(state);
  if (!agreed) return false;
  const auto use = state.cards.find(card.id);
  const auto since = day - pair_day(state, *agreed);
  return since >= practice::values_limits::week && since <= practice::values_limits::asked_for &&
         (use == state.cards.end() || use->second.last_opened < *agreed);
}

bool has_happened(const PairState& state, const CardFacts& card, PairDay day, const std::string& what) {
  if (what == need::date) return false;
  return what == need::action ? is_time_to_look_back(state, card, day) : was_revealed(state, what);
}

}  // namespace

bool is_led_up_to(const PairState& state, const CardFacts& card, PairDay day) {
  return card.needs.empty() || std::any_of(card.needs.begin(), card.needs.end(),
                                           [&](const auto& what) { return has_happened(state, card, day, what); });
}

}  // namespace twinlamp

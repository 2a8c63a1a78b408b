#include "protocol/round/quiet.h"

#include "protocol/round/day_turn.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t open_up = 2;  // product.md's row
constexpr std::string_view desire_item = "desire";
constexpr std::string_view deeper_item = "deeper.";  // and a digit
constexpr std::uint8_t deepest_asked = 6;            // at the fifth depth the question stays, and its answer is no

std::string deeper(std::uint8_t depth) {
  return std::string(deeper_item) + static_cast<char>('0' + depth);
}

bool is_over(const Round& round) {
  return round.closing.has_value();
}

match::Vote vote_for(bool yes) {
  return yes ? match::Vote::yes : match::Vote::no;
}

}  // namespace

std::vector<std::string> quiet_items(const PairState& state) {
  return {std::string(desire_item), deeper(static_cast<std::uint8_t>(state.depth[open_up] + 1))};
}

bool are_quiet_items(const std::vector<std::string>& items, std::uint32_t quota) {
  if (quota != 2 || items.size() != 2 || items[quiet_desire] != desire_item) return false;
  for (std::uint8_t depth = 2; depth <= deepest_asked; ++depth)
    if (items[quiet_deeper] == deeper(depth)) return true;
  return false;
}

std::uint8_t depth_asked(const Round& round) {
  return static_cast<std::uint8_t>(round.wishes->items[quiet_deeper].back() - '0');
}

std::vector<match::Vote> quiet_votes(const PairState& state, const Round& round, const PrivateSettings& settings) {
  const auto asked = depth_asked(round);
  const bool can_climb = state.may_climb && asked == state.depth[open_up] + 1;
  return {vote_for(settings.desire && !state.desire_is_open), vote_for(can_climb && settings.ceiling >= asked)};
}

bool may_begin_quiet_run(const PairState& state, bool they_meet, WallTime now) {
  if (!state.is_confirmed()) return false;
  const auto& runs = state.quiet_rounds;
  if (runs.size() > 0 && !is_over(**(runs.end() - 1))) return false;
  if (state.owes_quiet_run) return true;
  const auto use = state.cards.find(std::string(quiet_card));
  return they_meet && (use == state.cards.end() || pair_day(state, use->second.last_opened) < pair_day(state, now));
}

}  // namespace twinlamp

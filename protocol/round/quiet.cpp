#include "protocol/round/quiet.h"

#include <algorithm>

#include "protocol/round/day_turn.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t open_up = 2;  // product.md's row
constexpr std::string_view desire_item = "desire";
constexpr std::string_view deeper_item = "deeper.", keep_item = "keep.";  // and a digit
constexpr std::uint8_t deepest_asked = 6;  // at the fifth depth the question stays, and its answer is no
constexpr std::size_t items_before_keep = 2;

std::vector<std::string> items_at(std::uint8_t depth) {
  const auto with = [](std::string_view item, int digit) { return std::string(item) + static_cast<char>('0' + digit); };
  return {std::string(desire_item), with(deeper_item, depth + 1), with(keep_item, depth)};
}

const Round* newest(const PairState& state) {
  const auto& runs = state.quiet_rounds;
  return runs.size() == 0 ? nullptr : (runs.end() - 1)->get();
}

match::Vote vote_for(bool yes) {
  return yes ? match::Vote::yes : match::Vote::no;
}

}  // namespace

std::vector<std::string> quiet_items(const PairState& state) {
  return items_at(state.depth[open_up]);
}

bool are_quiet_items(const std::vector<std::string>& items, std::uint32_t quota) {
  if (quota != items.size()) return false;
  for (std::uint8_t depth = 1; depth < deepest_asked; ++depth) {
    auto expected = items_at(depth);
    if (items == expected) return true;
    expected.resize(items_before_keep);
    if (items == expected) return true;
  }
  return false;
}

std::uint8_t depth_asked(const Round& round) {
  return static_cast<std::uint8_t>(round.wishes->items[quiet_deeper].back() - '0');
}

bool asks_to_keep(const Round& round) {
  return round.wishes->items.size() > quiet_keep;
}

std::vector<match::Vote> quiet_votes(const PairState& state, const Round& round, const PrivateSettings& settings) {
  const auto asked = depth_asked(round);
  const bool can_climb = state.may_climb && asked == state.depth[open_up] + 1;
  std::vector votes{vote_for(settings.desire && !state.desire_is_open), vote_for(can_climb && settings.ceiling >= asked)};
  const bool can_fall = asked == state.depth[open_up] + 1 && state.depth[open_up] > 1;
  if (asks_to_keep(round)) votes.push_back(vote_for(can_fall && settings.ceiling + 1 >= asked));
  return votes;
}

bool is_quiet_run_over(const PairState& state, const Round& round) {
  if (round.is_revealed || !round.closing) return round.is_revealed;
  const auto& unsettled = state.unsettled_seals;
  return !round.has_sealed(0) || !round.has_sealed(1) ||
         std::none_of(unsettled.begin(), unsettled.end(), [&](const auto& seal) { return seal.second == round.id; });
}

bool may_follow_quiet_run(const PairState& state, Slot author, const std::vector<std::string>& items) {
  const auto* before = newest(state);
  return author == 0 && (before == nullptr ||
                         (is_quiet_run_over(state, *before) && items.size() >= before->wishes->items.size()));
}

bool is_time_for_quiet_run(const PairState& state, WallTime at) {
  const auto* before = newest(state);
  return before == nullptr || state.owes_quiet_run || pair_day(state, before->opened_at) != pair_day(state, at);
}

bool may_begin_quiet_run(const PairState& state, bool they_meet, WallTime now) {
  const auto as_written = std::clamp(now, WallTime{}, last_wall_time);  // or what the fold voids would be tried for ever
  return state.is_confirmed() && (they_meet || state.owes_quiet_run) &&
         may_follow_quiet_run(state, 0, quiet_items(state)) && is_time_for_quiet_run(state, as_written);
}

bool may_answer_quiet_run(const PairState& state, const Round& round, Slot me, WallTime now) {
  const auto today = pair_day(state, now);
  const auto& answers = state.quiet_answers[me];
  return round.wishes->is_owed || std::any_of(answers.begin(), answers.end(), [&](WallTime at) {
           return at == WallTime{} || pair_day(state, at) != today;
         });
}

}  // namespace twinlamp

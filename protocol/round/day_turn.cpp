#include "protocol/round/day_turn.h"

#include <algorithm>
#include <cstdlib>

namespace twinlamp {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;

constexpr std::int32_t day_length = 24 * 60;
constexpr minutes first_turn{4 * 60};
constexpr std::int32_t step = 30;                  // candidates for a turn
constexpr std::size_t kept_changes = 12;           // old ones tell only where past days began
constexpr days notice{1};                          // a new turn leaves the present day as it is

// How much it disturbs when the day turns at this hour of somebody's clock: asleep, at work, in the evening.
constexpr std::array<std::int32_t, 24> disturbs{3, 2, 2, 1, 0, 1, 2, 4, 6, 6, 6, 6, 7, 7, 6, 6, 6, 8, 10, 12, 12, 12, 9, 5};

std::int32_t cost_at(std::int32_t utc_minute, minutes offset) {
  const auto local = ((utc_minute + static_cast<std::int32_t>(offset.count())) % day_length + day_length) % day_length;
  const auto hour = static_cast<std::size_t>(local / 60), next = (hour + 1) % 24;
  return disturbs[hour] * (60 - local % 60) + disturbs[next] * (local % 60);
}

std::int32_t best_minute(const std::array<minutes, 2>& offsets) {
  std::int32_t best = 0, least = INT32_MAX;
  for (std::int32_t minute = 0; minute < day_length; minute += step) {
    const auto cost = cost_at(minute, offsets[0]) + cost_at(minute, offsets[1]);
    if (cost < least) least = cost, best = minute;
  }
  return best;
}

// The same minute of the day, in the day that is nearest to `other`.
std::int32_t nearest_to(std::int32_t minute, std::int32_t other) {
  while (minute - other > day_length / 2) minute -= day_length;
  while (other - minute > day_length / 2) minute += day_length;
  return minute;
}

minutes offset_of(const PairState& state, Slot slot, WallTime at) {
  auto offset = state.offset[slot];
  auto since = WallTime::min();
  if (state.profiles[slot])
    for (const auto& shift : state.profiles[slot]->next)
      if (shift.at <= at && shift.at >= since) since = shift.at, offset = shift.offset;
  return offset;
}

std::vector<WallTime> shifts_after(const PairState& state, WallTime now) {
  std::vector<WallTime> out;
  for (const auto& profile : state.profiles)
    if (profile)
      for (const auto& shift : profile->next)
        if (shift.at > now) out.push_back(shift.at);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::int32_t minute_of(const std::vector<DayTurnChange>& changes, PairDay day) {
  if (changes.empty()) return static_cast<std::int32_t>(first_turn.count());
  auto minute = changes.front().minute;
  for (const auto& change : changes)
    if (change.from <= WallTime(day)) minute = change.minute;
  return minute;
}

bool is_same_minute(std::int32_t one, std::int32_t other) { return (one - other) % day_length == 0; }

}  // namespace

WallTime day_begins(const PairState& state, PairDay day) { return WallTime(day) + minutes(minute_of(state.day_turn, day)); }

PairDay pair_day(const PairState& state, WallTime at) {
  auto day = floor<days>(at) + days(2);
  const auto earliest = day - days(5);
  while (day > earliest && day_begins(state, day) > at) day -= days(1);
  return day;
}

std::vector<DayTurnChange> best_day_turn(const PairState& state, WallTime now) {
  const bool is_first = state.day_turn.empty();
  const auto from = is_first ? WallTime{} : now + notice;
  auto before = is_first ? 0 : minute_of(state.day_turn, floor<days>(now));
  std::vector<DayTurnChange> out;
  const auto add = [&](WallTime at, WallTime offsets_at) {
    before = nearest_to(best_minute({offset_of(state, 0, offsets_at), offset_of(state, 1, offsets_at)}), before);
    if (out.empty() || out.back().minute != before) out.push_back({at, before});
  };
  add(from, is_first ? now : from);
  for (const auto shift : shifts_after(state, is_first ? now : from)) add(shift, shift);
  return out;
}

bool owes_day_turn(const PairState& state, WallTime now) {
  if (!state.is_confirmed()) return false;
  if (state.day_turn.empty()) return true;
  const auto best = best_day_turn(state, now);
  return std::any_of(best.begin(), best.end(), [&](const DayTurnChange& change) {
    const auto day = floor<days>(change.from) + days(2);
    return !is_same_minute(minute_of(state.day_turn, day), minute_of(best, day));
  });
}

void take_day_turn(PairState& state, const std::vector<DayTurnChange>& changes) {
  auto& known = state.day_turn;
  std::erase_if(known, [&](const DayTurnChange& change) { return change.from >= changes.front().from; });
  known.insert(known.end(), changes.begin(), changes.end());
  if (known.size() > kept_changes) known.erase(known.begin(), known.end() - static_cast<std::ptrdiff_t>(kept_changes));
}

bool is_sound_day_turn(const std::vector<DayTurnChange>& changes) {
  if (changes.empty() || changes.size() > round_limits::day_turn_changes) return false;
  const auto is_near = [](const DayTurnChange& change) { return std::abs(change.minute) <= 2 * day_length; };
  const auto is_earlier = [](const DayTurnChange& a, const DayTurnChange& b) { return a.from < b.from; };
  return std::all_of(changes.begin(), changes.end(), is_near) &&
         std::adjacent_find(changes.begin(), changes.end(), [&](const auto& a, const auto& b) { return !is_earlier(a, b); }) == changes.end();
}

}  // namespace twinlamp

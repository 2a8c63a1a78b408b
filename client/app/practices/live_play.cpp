#include "client/app/practices/live_play.h"

#include <algorithm>

namespace twinlamp::client {

LivePlay::LivePlay(const RoundId& round) : round_(round) { view_.round = to_hex(round); }

bool LivePlay::handle_begins(Instant at, Instant now) {
  if (view_.begins_at == at || (has_begun() && *view_.begins_at <= now)) return false;
  view_.begins_at = at;
  return true;
}

void LivePlay::handle_alone(bool alone) { view_.alone = alone && has_begun(); }

bool LivePlay::handle_pick(const PickSide& pick) {
  if (!has_begun() || pick.round != view_.round || (pick.pick != Pick::left && pick.pick != Pick::right)) return false;
  const auto shown = pair_on_show(*view_.begins_at, pick.at);
  if (!shown || shown->place != pick.place) return false;
  view_.picks.picks[pick.place] = pick.pick;
  return true;
}

bool LivePlay::is_over(Instant now) const { return has_begun() && now >= end_of_game(*view_.begins_at); }

PairsAnswer LivePlay::picks_at_end() const {
  auto out = view_.picks;
  std::ranges::replace(out.picks, Pick::none, Pick::late);
  return out;
}

std::optional<LivePlay::Instant> LivePlay::next_deadline() const {
  if (!has_begun()) return std::nullopt;
  return end_of_game(*view_.begins_at);
}

}  // namespace twinlamp::client

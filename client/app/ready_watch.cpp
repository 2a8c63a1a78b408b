#include "client/app/ready_watch.h"

#include <algorithm>
#include <utility>

namespace twinlamp::client {
namespace {

std::size_t verdicts(const std::vector<Response>& responses) {
  return static_cast<std::size_t>(std::count_if(responses.begin(), responses.end(), [](const Response& response) { return response.verdict.has_value(); }));
}

// What of this round is the partner's doing. It only grows.
std::size_t doings(const twinlamp::Round& round, Slot me) {
  const auto partner = partner_of(me);
  const auto& theirs = round.sides[partner];
  const auto& mine = round.sides[me];
  std::size_t count = theirs.say_backs.size() + theirs.reactions.size() + theirs.follow_ups.size() + theirs.additions.size();
  count += verdicts(mine.say_backs) + verdicts(mine.reactions);
  for (const auto& asked : mine.follow_ups) count += asked.replies.size();
  count += static_cast<std::size_t>(std::count_if(round.steps.begin(), round.steps.end(), [&](const Step& step) { return step.author == partner; }));
  if (round.opened_by == partner) ++count;
  if (round.has_answered(partner)) ++count;
  return count;
}

// What the partner has said about gifts and list items.
std::size_t remarks(const PairState& state, Slot me) {
  std::size_t count = 0;
  const auto add = [&](const std::vector<Remark>& of_one) {
    count += static_cast<std::size_t>(std::count_if(of_one.begin(), of_one.end(), [me](const Remark& remark) { return remark.author != me; }));
  };
  for (const auto& gift : state.gifts) add(gift->remarks);
  for (const auto& [id, item] : state.items) add(item->remarks);
  return count;
}

}  // namespace

void ReadyWatch::start(const PairState& state, Slot me) {
  last_seq_ = 0;
  seen_.clear();
  remarks_ = 0;
  static_cast<void>(has_news(state, me));
}

bool ReadyWatch::has_news(const PairState& state, Slot me, const Shown& is_shown) {
  const auto seq = state.last_seq[partner_of(me)];
  if (seq == last_seq_) return false;
  last_seq_ = seq;
  const auto remarks_now = remarks(state, me);
  bool is_news = remarks_now > std::exchange(remarks_, remarks_now);
  std::map<RoundId, std::size_t> now;
  for (const auto& round : state.rounds) {
    if (round->closing) continue;
    const auto count = doings(*round, me);
    const auto before = seen_.find(round->id);
    if (is_shown(*round)) is_news = is_news || count > (before == seen_.end() ? 0 : before->second);
    now.emplace(round->id, count);
  }
  seen_ = std::move(now);
  return is_news;
}

}  // namespace twinlamp::client

#include "protocol/practice/dates.h"

#include <algorithm>

#include "protocol/practice/rules.h"

namespace twinlamp::practice {
namespace {

constexpr std::uint8_t dates = 9;  // product.md's row

bool is_plan(const Step& step) {
  return !step.said.text.empty() && step.moment != WallTime{} && step.choice >= shortest_date && step.choice <= longest_date;
}

}  // namespace

DateState date_of(const Round& round) {
  DateState state;
  for (const auto& step : round.steps) {
    if (is(step, StepKind::plan)) state.proposed[step.author] = &step;
    if (!is(step, StepKind::agree_plan)) continue;
    state.agreed = find_step(round, step.about);
    state.proposed = {};
  }
  return state;
}

bool may_take_in_dates(const Round& round, const Step& step) {
  if (round.practice != dates || round.card_id != date_card || round.is_revealed || round.closing) return false;
  if (is(step, StepKind::plan)) return is_plan(step);
  const auto* theirs = date_of(round).proposed[partner_of(step.author)];
  return theirs != nullptr && theirs->said.entry_id == step.about;
}

}  // namespace twinlamp::practice

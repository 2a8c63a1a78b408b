#include "protocol/practice/values.h"

#include <algorithm>

#include "protocol/practice/rules.h"

namespace twinlamp::practice {
namespace {

constexpr std::uint8_t values = 7;  // product.md's row

std::size_t count_of(const Round& round, StepKind kind, Slot author) {
  return static_cast<std::size_t>(std::count_if(round.steps.begin(), round.steps.end(),
                                                [&](const Step& step) { return is(step, kind) && step.author == author; }));
}

// The day on which this one is to be asked; nothing once it is done.
std::optional<PairDay> due_from(const PairState& pair, const ValuesState& state, Slot slot) {
  const auto* said = state.checked_back[slot];
  if (said != nullptr && static_cast<CheckBack>(said->choice) == CheckBack::done) return std::nullopt;
  const auto* since = said != nullptr ? said : state.agreed;
  return pair_day(pair, since->said.at) + values_limits::week;
}

}  // namespace

ValuesState values_of(const Round& round) {
  ValuesState state;
  for (const auto& step : round.steps) {
    if (is(step, StepKind::action)) state.suggested[step.author] = &step;
    if (is(step, StepKind::check_back)) state.checked_back[step.author] = &step;
    if (is(step, StepKind::agree)) {
      state.action = find_step(round, step.about);
      state.agreed = &step;
    }
  }
  return state;
}

bool may_take_in_values(const Round& round, const Step& step) {
  if (round.practice != values || !round.is_revealed) return false;
  const auto state = values_of(round);
  if (is(step, StepKind::check_back))
    return state.action != nullptr && step.choice >= 1 && step.choice <= static_cast<std::uint32_t>(CheckBack::not_yet) &&
           count_of(round, StepKind::check_back, step.author) < values_limits::check_backs;
  if (round.closing || state.action != nullptr) return false;
  if (is(step, StepKind::action))
    return !step.said.text.empty() && count_of(round, StepKind::action, step.author) < values_limits::actions;
  const auto* theirs = state.suggested[partner_of(step.author)];
  return theirs != nullptr && theirs->said.entry_id == step.about;
}

std::vector<CheckBackDue> values_due(const PairState& state, PairDay day) {
  std::vector<CheckBackDue> due;
  for (const auto& round : state.rounds) {
    if (round->practice != values || !round->is_revealed) continue;
    const auto its = values_of(*round);
    if (its.action == nullptr) continue;
    CheckBackDue one{round->id, {}, {}};
    for (Slot slot : {Slot{0}, Slot{1}}) {
      const auto from = due_from(state, its, slot);
      one.slots[slot] = from && *from <= day;
      if (one.slots[slot]) one.since = std::max(one.since, *from);
    }
    if (one.slots[0] || one.slots[1]) due.push_back(one);
  }
  return due;
}

std::optional<WallTime> last_agreed(const PairState& state) {
  std::optional<WallTime> last;
  for (const auto& round : state.rounds) {
    if (round->practice != values || !round->is_revealed) continue;
    if (const auto its = values_of(*round); its.action != nullptr)
      last = std::max(last.value_or(its.agreed->said.at), its.agreed->said.at);
  }
  return last;
}

}  // namespace twinlamp::practice

#include "protocol/practice/step.h"

#include <algorithm>

#include "protocol/practice/rules.h"

namespace twinlamp {

bool may_take_step(const Round& round, const Step& step) {
  switch (static_cast<StepKind>(step.kind)) {
    case StepKind::help_wanted:
    case StepKind::help_given: return practice::may_take_in_fears(round, step);
    case StepKind::plan:
    case StepKind::agree_plan: return practice::may_take_in_dates(round, step);
    case StepKind::guess:
    case StepKind::ready: return practice::may_take_in_play(round, step);
    case StepKind::question:
    case StepKind::answer:
    case StepKind::statement:
    case StepKind::stand_behind:
    case StepKind::withdraw:
    case StepKind::ending: return practice::may_take_in_dialogue(round, step);
    case StepKind::action:
    case StepKind::agree:
    case StepKind::check_back: return practice::may_take_in_values(round, step);
    default: return false;  // of a newer version
  }
}

const Step* last_step(const Round& round, StepKind kind, Slot author) {
  const auto found = std::find_if(round.steps.rbegin(), round.steps.rend(),
                                  [&](const Step& step) { return is(step, kind) && step.author == author; });
  return found == round.steps.rend() ? nullptr : &*found;
}

const Step* find_step(const Round& round, const EntryId& id) {
  const auto found = std::find_if(round.steps.begin(), round.steps.end(), [&](const Step& step) { return step.said.entry_id == id; });
  return found == round.steps.end() ? nullptr : &*found;
}

}  // namespace twinlamp

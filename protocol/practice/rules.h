// Each practice's rule for its own steps, for may_take_step() alone. Precondition of each: the kind is one of its own.
#pragma once

#include "protocol/practice/step.h"

namespace twinlamp::practice {

bool may_take_in_dialogue(const Round& round, const Step& step);
bool may_take_in_fears(const Round& round, const Step& step);
bool may_take_in_dates(const Round& round, const Step& step);
bool may_take_in_play(const Round& round, const Step& step);
bool may_take_in_values(const Round& round, const Step& step);

}  // namespace twinlamp::practice

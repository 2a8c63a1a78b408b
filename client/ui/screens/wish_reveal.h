// A wish list that has opened: what both want, and nothing of the rest. Also when there is nothing: that is a result,
// and no verdict.
#pragma once

#include "client/ui/screens/round.h"

namespace twinlamp::ui {

// The round is a wish list, and both answers can be read.
bool shows_wishes(const client::RoundView& round);

// A match opens a talk, or in Dates a plan; it is never a task.
Step draw_wish_reveal(Ui& ui, const RoundPage& page);

}  // namespace twinlamp::ui

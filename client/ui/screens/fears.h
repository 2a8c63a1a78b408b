// Fears: the page, and what follows a fear that was heard. Nothing here offers to fix anything before its owner has
// said what would help.
#pragma once

#include "client/ui/screens/practice_sheet.h"
#include "client/ui/screens/round.h"

namespace twinlamp::ui {

Step draw_fears(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
Step draw_fear_steps(Ui& ui, const RoundPage& page, RoundState& state);

}  // namespace twinlamp::ui

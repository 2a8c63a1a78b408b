// Open up: one area to start from, a card about it at the depth where the two are, and news to tell. One's own ceiling is
// here too, and nowhere else.
#pragma once

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

Step draw_open_up(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);

}  // namespace twinlamp::ui

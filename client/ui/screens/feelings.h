// Feelings: today's check-in, what both have said in it, what might come next, and how it was over weeks and months. The wheel itself stands in
// the round.
#pragma once

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

Step draw_feelings(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
std::string feelings_wait(const Ui& ui, const client::Model& model);

}  // namespace twinlamp::ui

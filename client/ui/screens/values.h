// Values: the page, the picture of two sorted piles, and the one thing to do this week with the word about it later.
#pragma once

#include "client/ui/screens/practice_sheet.h"
#include "client/ui/screens/round.h"

namespace twinlamp::ui {

Step draw_values(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
std::string values_wait(const Ui& ui, const client::Model& model);
void draw_values_picture(Ui& ui, const RoundPage& page);
Step draw_values_steps(Ui& ui, const RoundPage& page, RoundState& state);

}  // namespace twinlamp::ui

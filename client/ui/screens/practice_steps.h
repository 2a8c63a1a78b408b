// What a practice lets one do under the open answers of its round, beside what every round does.
//
// To add one: a function like draw_fear_steps() in the practice's own file, and its line in the list at the head of
// practice_steps.cpp.
#pragma once

#include "client/ui/screens/round.h"

namespace twinlamp::ui {

// At the pen. Nothing where the practice has nothing to do now.
Step draw_practice_steps(Ui& ui, const RoundPage& page, RoundState& state);
// A picture of both answers, which its practice draws between them and what was said.
void draw_practice_picture(Ui& ui, const RoundPage& page);

}  // namespace twinlamp::ui

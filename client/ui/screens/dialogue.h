// Dialogue: the page, and the talk under two open answers: a question of a named kind, an answer, the board, the
// ending. Who listens may only ask, so there is no place here to say anything else.
#pragma once

#include "client/ui/screens/practice_sheet.h"
#include "client/ui/screens/round.h"

namespace twinlamp::ui {

Step draw_dialogue(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
Step draw_dialogue_steps(Ui& ui, const RoundPage& page, RoundState& state);

}  // namespace twinlamp::ui

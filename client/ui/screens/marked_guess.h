// Which of the partner's lines is the marked one: asked once both answers are open, told once it was guessed.
#pragma once

#include "client/ui/screens/round.h"

namespace twinlamp::ui {

// What was guessed so far, in a line each; and the question, while it is open.
Step draw_marked_guess(Ui& ui, const RoundPage& page, RoundState& state);

}  // namespace twinlamp::ui

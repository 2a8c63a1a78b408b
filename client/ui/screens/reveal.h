// Both answers side by side, and what follows: say back, confirm or clarify, react, ask, reply, add, close.
#pragma once

#include "client/ui/screens/round.h"

namespace twinlamp::ui {

Step draw_reveal(Ui& ui, const RoundPage& page, RoundState& state);

// One answer as it reads, with who gave it and when.
void draw_answer_view(Ui& ui, const client::CardView& card, const client::Model& model,
                      const client::AnswerView& answer, std::string_view who);

}  // namespace twinlamp::ui

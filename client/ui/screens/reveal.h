// Both answers side by side, and what follows: say back, confirm or clarify, react, ask, reply, add, close.
#pragma once

#include "client/ui/screens/round.h"

namespace twinlamp::ui {

Step draw_reveal(Ui& ui, const RoundPage& page, RoundState& state);

// One answer as it reads, with who gave it and when. `other` is the other one's, where both are open.
void draw_answer_view(Ui& ui, const client::CardView& card, const client::Model& model,
                      const client::AnswerView& answer, std::string_view who, const client::AnswerView* other = nullptr);

}  // namespace twinlamp::ui

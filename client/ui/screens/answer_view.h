// How an open answer of the kinds beyond text, choice, scale and feeling is shown, and what both together make.
#pragma once

#include "client/model.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

// One person's answer in its panel. `other` is the other's, where it is open; may be null.
void draw_kind_view(Ui& ui, const client::CardView& card, const client::AnswerView& answer, const client::AnswerView* other);

// Kinds that both have one picture of: true when it was drawn, instead of two panels.
bool draw_shared_view(Ui& ui, const client::Model& model, const client::RoundView& round);

}  // namespace twinlamp::ui

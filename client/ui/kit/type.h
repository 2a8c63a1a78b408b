// Laid-out text as it is drawn: rows of client/text's layouts, onto ImGui's draw list.
#pragma once

#include "client/text/layout.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

// From the top of a row to the next.
float line_height(const Ui& ui, Face face);
// Of a row of that face, from its top.
float baseline_of(Ui& ui, Face face);

// `x` is the column's left, `top` the row's. Emoji keep their colours and take only the colour's alpha.
void draw_row(Ui& ui, const text::Layout& layout, std::size_t row, Face face, float x, float top, Color color);

}  // namespace twinlamp::ui

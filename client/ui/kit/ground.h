// What the window itself looks like, under all that lies on it.
#pragma once

#include "client/ui/ui.h"

namespace twinlamp::ui {

// What ImGui itself still draws is a scroll bar, and that is to look like the rest. After Ui::begin().
void style_scroll_bar(Ui& ui);

void draw_ground(Ui& ui);

}  // namespace twinlamp::ui

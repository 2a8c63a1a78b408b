// The sign of each of the ten practices, by product.md's number.
#pragma once

#include "client/ui/ui.h"

namespace twinlamp::ui {

// In the middle of a square of `size` pixels. A number that is none of them draws two lamps.
void draw_practice_icon(Ui& ui, int practice, ImVec2 centre, float size, Color tone);

}  // namespace twinlamp::ui

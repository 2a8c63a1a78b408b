// How far along a scale somebody stands, as a line of light with what its ends mean under them. It cannot be pressed.
#pragma once

#include <string_view>

#include "client/ui/ui.h"

namespace twinlamp::ui {

// 1 to `steps`; no steps: nothing is lit. `tone` is the light's.
void scale_track(Ui& ui, int value, int steps, Color tone);
// Under a track, or under the steps of a scale: beside each other where both fit on a line, else below each other.
void scale_ends(Ui& ui, std::string_view low, std::string_view high);

}  // namespace twinlamp::ui

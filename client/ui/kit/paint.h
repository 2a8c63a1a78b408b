// Light and paper: what ImGui's draw list has no call for. Colours go through Ui, so that they fade with the page.
#pragma once

#include "client/ui/ui.h"

namespace twinlamp::ui {

// From `top` to `bottom`, with round corners.
void fill_gradient(Ui& ui, const Rect& rect, Color top, Color bottom, float radius,
                   ImDrawFlags corners = ImDrawFlags_RoundCornersAll);
void fill(Ui& ui, const Rect& rect, Color color, float radius);
void outline(Ui& ui, const Rect& rect, Color color, float radius, float thickness = 1);

// A soft shadow under a round rectangle, `depth` pixels wide.
void shadow(Ui& ui, const Rect& rect, float radius, float depth);

// Light that falls off from a point with the square of the distance; `squash` below 1 lays it flat, as upon a table.
void glow(Ui& ui, ImVec2 centre, float radius, Color color, float squash = 1);

}  // namespace twinlamp::ui

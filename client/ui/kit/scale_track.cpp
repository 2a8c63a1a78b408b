#include "client/ui/kit/scale_track.h"

#include <algorithm>

#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {

void scale_track(Ui& ui, int value, int steps, Color tone) {
  const auto track = ui.take(ui.px(0.7f));
  fill(ui, track, ui.theme.colors.sunken, track.height / 2);
  outline(ui, track, with_alpha(ui.theme.colors.card_edge, 0.7f), track.height / 2);
  if (steps <= 0) return;
  const float part = std::clamp(float(value) / float(steps), 0.f, 1.f);
  fill(ui, {track.x, track.y, std::max(track.height, track.width * part), track.height}, tone, track.height / 2);
}

void scale_ends(Ui& ui, std::string_view low, std::string_view high) {
  const float half = ui.pen.width / 2 - ui.px(0.5f);
  const auto look = ProseLook{.face = Face::small, .color = ui.theme.colors.ink_soft};
  const auto pen = ui.pen;
  ui.pen.width = half;
  prose(ui, low, look);
  const float lower = ui.pen.y;
  const float wide = std::min(half, text_width(ui, Face::small, high) + 1);
  ui.pen = {pen.x + pen.width - wide, pen.y, wide};
  prose(ui, high, look);
  ui.pen = {pen.x, std::max(lower, ui.pen.y), pen.width};
}

}  // namespace twinlamp::ui

#include "client/ui/kit/empty_state.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/kit/button.h"
#include "client/ui/kit/icon.h"
#include "client/ui/kit/lamp.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

float drawing_line(float size) {
  return std::max(1.5f, size * 0.02f);
}

void draw_jar(Ui& ui, ImVec2 at, float size) {
  const auto& colors = ui.theme.colors;
  auto& list = ui.draw();
  const float half = size * 0.30f, top = at.y - size * 0.32f, bottom = at.y + size * 0.42f;
  glow(ui, {at.x, at.y + size * 0.1f}, size * 0.7f, with_alpha(colors.glow, 0.16f));
  const Rect glass{at.x - half, top, 2 * half, bottom - top};
  fill(ui, glass, with_alpha(colors.glow, 0.10f), size * 0.12f);
  outline(ui, glass, colors.ink_faint, size * 0.12f, drawing_line(size));
  fill(ui, {at.x - half * 0.8f, top - size * 0.10f, half * 1.6f, size * 0.10f}, colors.accent, size * 0.03f);
  list.AddLine({at.x - half * 0.62f, top + size * 0.14f}, {at.x - half * 0.62f, top + size * 0.36f},
               ui.color(with_alpha(colors.ink_faint, 0.5f)), drawing_line(size));
  glow(ui, {at.x, at.y + size * 0.14f}, size * 0.22f, with_alpha(colors.glow, 0.5f));
}

void draw_letter(Ui& ui, ImVec2 at, float size) {
  const auto& colors = ui.theme.colors;
  auto& list = ui.draw();
  const Rect sheet{at.x - size * 0.42f, at.y - size * 0.26f, size * 0.84f, size * 0.56f};
  glow(ui, at, size * 0.7f, with_alpha(colors.glow, 0.14f));
  fill(ui, sheet, colors.card, size * 0.05f);
  outline(ui, sheet, colors.ink_faint, size * 0.05f, drawing_line(size));
  list.PathClear();
  list.PathLineTo({sheet.x + size * 0.02f, sheet.y + size * 0.03f});
  list.PathLineTo({at.x, at.y + size * 0.10f});
  list.PathLineTo({sheet.right() - size * 0.02f, sheet.y + size * 0.03f});
  list.PathStroke(ui.color(colors.ink_faint), 0, drawing_line(size));
  list.AddCircleFilled({at.x, at.y + size * 0.09f}, size * 0.075f, ui.color(colors.accent), 32);
  draw_icon(ui, Icon::heart, {at.x, at.y + size * 0.09f}, size * 0.085f, colors.accent_ink);
}

void draw_night(Ui& ui, ImVec2 at, float size) {
  const auto& colors = ui.theme.colors;
  auto& list = ui.draw();
  const Rect sky{at.x - size * 0.42f, at.y - size * 0.42f, size * 0.84f, size * 0.84f};
  fill_gradient(ui, sky, rgb(0x221C45), rgb(0x4A3B74), size * 0.42f);
  const ImVec2 moon{at.x + size * 0.10f, at.y - size * 0.06f};
  glow(ui, moon, size * 0.34f, rgb(0xFFE9BE, 0.35f));
  list.AddCircleFilled(moon, size * 0.14f, ui.color(rgb(0xFFEFCB)), 40);
  const std::array<ImVec2, 5> stars{
      {{-0.22f, -0.18f}, {-0.08f, 0.22f}, {-0.27f, 0.10f}, {0.24f, 0.20f}, {-0.06f, -0.28f}}};
  for (const auto& star : stars)
    list.AddCircleFilled({at.x + size * star.x, at.y + size * star.y}, std::max(1.f, size * 0.013f),
                         ui.color(rgb(0xFFF5DD, 0.9f)), 12);
  outline(ui, sky, colors.card_edge, size * 0.42f, drawing_line(size));
}

void draw_drawing(Ui& ui, Drawing drawing, ImVec2 at, float size) {
  switch (drawing) {
    case Drawing::jar:
      return draw_jar(ui, at, size);
    case Drawing::letter:
      return draw_letter(ui, at, size);
    case Drawing::night:
      return draw_night(ui, at, size);
    case Drawing::lamp:
      return draw_lamp(ui, at.x, at.y + size * 0.5f, size, 0.5f);
  }
}

}  // namespace

bool empty_state(Ui& ui, const EmptyState& state) {
  const auto picture = ui.take(ui.px(8));
  draw_drawing(ui, state.drawing, {picture.x + picture.width / 2, picture.y + picture.height / 2},
               picture.height * 0.84f);
  ui.gap(0.6f);
  prose(ui, state.sentence,
        {.face = Face::reading, .color = ui.theme.colors.ink_soft, .align = Align::centre, .widest = 26});
  if (state.action.empty()) return false;
  ui.gap(1);
  return button(ui, state.action, {.kind = ButtonKind::quiet, .centred = true});
}

}  // namespace twinlamp::ui

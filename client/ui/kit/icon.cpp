#include "client/ui/kit/icon.h"

#include <string>

#include "client/ui/kit/flow.h"
#include "client/ui/kit/icon_pen.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/tooltip.h"

namespace twinlamp::ui {
namespace {

void bell(IconPen& pen) {
  pen.begin(-0.72f, 0.45f);
  pen.curve_to({-0.40f, 0.20f}, {-0.62f, -0.78f}, {0, -0.78f});
  pen.curve_to({0.62f, -0.78f}, {0.40f, 0.20f}, {0.72f, 0.45f});
  pen.stroke(true);
  pen.arc(0, 0.55f, 0.24f, 0.15f * half_turn, 0.85f * half_turn);
}

void heart(IconPen& pen) {
  pen.begin(0, 0.78f);
  pen.curve_to({-1.25f, -0.05f}, {-0.75f, -1.02f}, {0, -0.38f});
  pen.curve_to({0.75f, -1.02f}, {1.25f, -0.05f}, {0, 0.78f});
  pen.stroke(true);
}

void question(IconPen& pen) {
  pen.circle(0, 0, 0.85f);
  pen.begin(-0.28f, -0.22f);
  pen.curve_to({-0.26f, -0.60f}, {0.32f, -0.58f}, {0.28f, -0.20f});
  pen.curve_to({0.26f, 0.02f}, {0, 0.00f}, {0, 0.26f});
  pen.stroke(false);
  pen.dot(0, 0.50f, 0.10f);
}

void oil_lamp(IconPen& pen) {
  pen.circle(0, -0.15f, 0.62f);
  pen.dot(0, -0.15f, 0.24f);
  pen.line({{-0.42f, 0.85f}, {0.42f, 0.85f}});
}

}  // namespace

void draw_icon(Ui& ui, Icon icon, ImVec2 centre, float size, Color tone) {
  IconPen pen(ui, centre, size, tone);
  switch (icon) {
    case Icon::back:
      pen.line({{0.8f, 0}, {-0.72f, 0}});
      return pen.line({{-0.12f, -0.6f}, {-0.72f, 0}, {-0.12f, 0.6f}});
    case Icon::close:
      pen.line({{-0.6f, -0.6f}, {0.6f, 0.6f}});
      return pen.line({{0.6f, -0.6f}, {-0.6f, 0.6f}});
    case Icon::emoji:
      pen.circle(0, 0, 0.85f);
      pen.dot(-0.3f, -0.22f, 0.11f), pen.dot(0.3f, -0.22f, 0.11f);
      return pen.arc(0, 0.05f, 0.46f, 0.15f * half_turn, 0.85f * half_turn);
    case Icon::search:
      pen.circle(-0.18f, -0.18f, 0.58f);
      return pen.line({{0.25f, 0.25f}, {0.82f, 0.82f}});
    case Icon::more:
      for (const float x : {-0.62f, 0.f, 0.62f}) pen.dot(x, 0, 0.15f);
      return;
    case Icon::lock:
      pen.box(-0.62f, -0.08f, 0.62f, 0.82f, 0.18f);
      pen.arc(0, -0.34f, 0.38f, half_turn, 2 * half_turn);
      pen.line({{-0.38f, -0.36f}, {-0.38f, -0.08f}}), pen.line({{0.38f, -0.36f}, {0.38f, -0.08f}});
      return pen.dot(0, 0.36f, 0.12f);
    case Icon::lamp:
      return oil_lamp(pen);
    case Icon::copy:
      pen.box(-0.72f, -0.45f, 0.36f, 0.85f, 0.22f);
      return pen.line({{-0.36f, -0.82f}, {0.74f, -0.82f}, {0.74f, 0.45f}});
    case Icon::take_out:
      pen.line({{-0.75f, 0.25f}, {-0.75f, 0.8f}, {0.75f, 0.8f}, {0.75f, 0.25f}});
      pen.line({{0, 0.38f}, {0, -0.8f}});
      return pen.line({{-0.42f, -0.38f}, {0, -0.8f}, {0.42f, -0.38f}});
    case Icon::bell:
      return bell(pen);
    case Icon::help:
      return question(pen);
    case Icon::heart:
      return heart(pen);
    case Icon::plus:
      pen.line({{-0.72f, 0}, {0.72f, 0}});
      return pen.line({{0, -0.72f}, {0, 0.72f}});
    case Icon::check:
      return pen.line({{-0.72f, 0.05f}, {-0.22f, 0.55f}, {0.75f, -0.5f}});
  }
}

bool icon_button(Ui& ui, Icon icon, std::string_view label, const IconLook& look) {
  const float side = ui.px(2.4f), radius = ui.em(ui.theme.radius.control);
  const auto rect = place(ui, side, side);
  const auto id = look.id.empty() ? std::string(label) : std::string(label) + "##" + std::string(look.id);
  const auto it = ui.pressable(id, rect, look.enabled);
  const auto& colors = ui.theme.colors;
  const float hover = ui.animate(it.id ^ 0x61u, it.hovered || it.held ? 1.f : 0.f, ui.theme.motion.quick);
  const auto face = look.selected ? colors.accent : mix(colors.quiet, colors.quiet_hover, it.held ? 0.4f : hover);
  const float shown = look.selected || look.has_face ? 1.f : hover;
  if (shown > 0) fill(ui, rect, with_alpha(face, look.enabled ? shown : 0.45f), radius);
  if (look.has_face && !look.selected)
    outline(ui, rect, with_alpha(colors.card_edge, look.enabled ? 1.f : 0.45f), radius, std::max(1.f, ui.em(0.06f)));
  const auto ink = look.selected ? colors.accent_ink : mix(colors.ink_soft, colors.ink, hover);
  draw_icon(ui, icon, {rect.x + rect.width / 2, rect.y + rect.height / 2}, ui.px(1.15f),
            look.enabled ? ink : with_alpha(colors.ink_soft, 0.45f));
  if (it.focused) ui.focus_ring(rect, radius);
  ui.record("button", label, rect, look.id, look.enabled, it.focused, look.selected);
  if (look.has_tooltip) tooltip(ui, label, it);
  return it.pressed;
}

}  // namespace twinlamp::ui

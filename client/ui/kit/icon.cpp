#include "client/ui/kit/icon.h"

#include <algorithm>
#include <numbers>
#include <string>

#include "client/ui/kit/flow.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/tooltip.h"

namespace twinlamp::ui {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

// Coordinates are parts of half the size, from the middle.
class IconPen {
public:
  IconPen(Ui& ui, ImVec2 centre, float size, Color tone)
      : list_(ui.draw()), at_(centre), half_(size / 2), line_(std::max(1.4f, size * 0.085f)), tone_(ui.color(tone)) {}

  ImVec2 point(float x, float y) const { return {at_.x + x * half_, at_.y + y * half_}; }
  void line(std::initializer_list<ImVec2> points, bool closed = false) {
    list_.PathClear();
    for (const auto& each : points) list_.PathLineTo(point(each.x, each.y));
    list_.PathStroke(tone_, closed ? ImDrawFlags_Closed : ImDrawFlags_None, line_);
  }
  void circle(float x, float y, float radius) { list_.AddCircle(point(x, y), radius * half_, tone_, 32, line_); }
  void dot(float x, float y, float radius) { list_.AddCircleFilled(point(x, y), radius * half_, tone_, 20); }
  void box(float left, float top, float right, float bottom, float radius) {
    list_.AddRect(point(left, top), point(right, bottom), tone_, radius * half_, 0, line_);
  }
  void arc(float x, float y, float radius, float from, float to) {
    list_.PathClear();
    list_.PathArcTo(point(x, y), radius * half_, from, to, 20);
    list_.PathStroke(tone_, 0, line_);
  }
  void begin(float x, float y) {
    list_.PathClear();
    list_.PathLineTo(point(x, y));
  }
  void line_to(float x, float y) { list_.PathLineTo(point(x, y)); }
  void curve_to(ImVec2 a, ImVec2 b, ImVec2 end) {
    list_.PathBezierCubicCurveTo(point(a.x, a.y), point(b.x, b.y), point(end.x, end.y), 16);
  }
  void stroke(bool closed) { list_.PathStroke(tone_, closed ? ImDrawFlags_Closed : ImDrawFlags_None, line_); }

private:
  ImDrawList& list_;
  ImVec2 at_;
  float half_, line_;
  ImU32 tone_;
};

void bell(IconPen& pen) {
  pen.begin(-0.72f, 0.45f);
  pen.curve_to({-0.40f, 0.20f}, {-0.62f, -0.78f}, {0, -0.78f});
  pen.curve_to({0.62f, -0.78f}, {0.40f, 0.20f}, {0.72f, 0.45f});
  pen.stroke(true);
  pen.arc(0, 0.55f, 0.24f, 0.15f * pi, 0.85f * pi);
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
      return pen.arc(0, 0.05f, 0.46f, 0.15f * pi, 0.85f * pi);
    case Icon::search:
      pen.circle(-0.18f, -0.18f, 0.58f);
      return pen.line({{0.25f, 0.25f}, {0.82f, 0.82f}});
    case Icon::more:
      for (const float x : {-0.62f, 0.f, 0.62f}) pen.dot(x, 0, 0.15f);
      return;
    case Icon::lock:
      pen.box(-0.62f, -0.08f, 0.62f, 0.82f, 0.18f);
      pen.arc(0, -0.34f, 0.38f, pi, 2 * pi);
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

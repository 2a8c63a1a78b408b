// What signs are drawn with: strokes in parts of half the sign's size, from its middle.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <numbers>

#include "client/ui/ui.h"

namespace twinlamp::ui {

inline constexpr float half_turn = std::numbers::pi_v<float>;

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

}  // namespace twinlamp::ui

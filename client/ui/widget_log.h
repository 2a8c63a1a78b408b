// What was drawn in one frame, as someone who looks would say it: role, label, state and rectangle of each widget.
//
// Tests find widgets here by label and click at their rectangles; nothing in the program reads it. Passwords are never
// recorded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::ui {

struct Rect {
  float x = 0, y = 0, width = 0, height = 0;

  float right() const { return x + width; }
  float bottom() const { return y + height; }
  bool contains(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
  bool overlaps(const Rect& other) const;
  Rect grown(float by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
  friend bool operator==(const Rect&, const Rect&) = default;
};

struct Widget {
  std::string role;   // button, field, text, card, lamp, ...
  std::string label;  // what it is called, or what it says
  std::string value;  // what it holds
  bool enabled = true, focused = false, selected = false;
  Rect rect;      // in the window
  Rect visible;   // the part of it that is not scrolled out of sight
  int layer = 0;  // above 0: over the page, as dialogs and tooltips are
  friend bool operator==(const Widget&, const Widget&) = default;
};

class WidgetLog {
public:
  void begin_frame(std::string_view screen);
  void add(Widget widget) { widgets_.push_back(std::move(widget)); }
  const std::string& screen() const { return screen_; }
  const std::vector<Widget>& widgets() const { return widgets_; }
  const Widget* find(std::string_view label,
                     std::string_view role = {}) const;  // by the whole label; null if there is none

  // One line of JSON: {"screen": ..., "widgets": [...]}; `origin` is the window's place on the display.
  std::string to_json(float origin_x, float origin_y) const;

private:
  std::string screen_;
  std::vector<Widget> widgets_;
};

}  // namespace twinlamp::ui

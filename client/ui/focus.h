// Where the keyboard is: one widget, in the order in which they are drawn, which is the order of reading.
//
// Each widget that can be reached says so every frame; Tab goes to the next of the last frame's list. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "client/ui/input.h"

namespace twinlamp::ui {

using WidgetId = std::uint32_t;

class Focus {
public:
  void begin_frame(Input& input);  // takes Tab and Shift+Tab
  void end_frame();

  bool add(WidgetId id);                     // a widget is here; true if the keyboard is on it
  void leave_tab() { leaves_tab_ = true; }   // in the next frame: a widget has a use for Tab
  void only_from_here() { order_.clear(); }  // what was added before is covered by a dialog

  void set(WidgetId id, bool by_keyboard);
  void give_back(WidgetId id) {
    given_back_ = id;
  }  // as what covered it closes: the keyboard is there from the next frame on
  void clear() { current_ = 0; }
  WidgetId current() const { return current_; }
  bool shows_ring() const { return by_keyboard_; }
  bool just_moved() const { return moved_; }  // in this frame, by the keyboard: bring it into view

private:
  void step(int by);

  std::vector<WidgetId> order_, last_order_;
  WidgetId current_ = 0, given_back_ = 0;
  bool by_keyboard_ = false, moved_ = false, next_moved_ = false, leaves_tab_ = false;
};

}  // namespace twinlamp::ui

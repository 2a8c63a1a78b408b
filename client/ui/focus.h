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

  bool add(WidgetId id);  // a widget is here; true if the keyboard is on it
  // What was added before is covered by a dialog. The keyboard goes into it, and back to where it was once it is gone.
  void only_from_here();

  void set(WidgetId id, bool by_keyboard);
  // To what is drawn from the next frame on only, in place of what is here now.
  void hand_over(WidgetId id) { handed_to_ = id; }
  void clear() { current_ = 0; }
  void next(int by);  // to the one drawn after it, or before, as Tab goes
  // Said in every frame by the widget that the keyboard is on: Tab comes to it. Shift+Tab leaves it all the same.
  void keep_tab() { keeps_tab_ = current_; }
  WidgetId current() const { return current_; }
  bool shows_ring() const { return by_keyboard_; }
  bool just_moved() const { return moved_; }  // in this frame, by the keyboard: bring it into view

private:
  void step(int by);
  bool is_here(WidgetId id) const;

  std::vector<WidgetId> order_, last_order_;
  WidgetId current_ = 0, keeps_tab_ = 0, before_dialog_ = 0, handed_to_ = 0;
  bool by_keyboard_ = false, moved_ = false, next_moved_ = false;
  bool covered_ = false, was_covered_ = false;
};

}  // namespace twinlamp::ui

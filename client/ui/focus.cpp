#include "client/ui/focus.h"

#include <algorithm>
#include <utility>

namespace twinlamp::ui {

void Focus::begin_frame(Input& input) {
  moved_ = next_moved_;
  next_moved_ = false;
  while (!leaves_tab_ && input.take(Key::tab)) step(1);
  while (input.take(Key::tab, false, true)) step(-1);
  leaves_tab_ = false;
  order_.clear();
}

void Focus::end_frame() {
  last_order_ = order_;
  if (current_ != 0 && std::find(order_.begin(), order_.end(), current_) == order_.end()) current_ = 0;
  if (given_back_ != 0) current_ = std::exchange(given_back_, 0);
}

bool Focus::add(WidgetId id) {
  order_.push_back(id);
  return id == current_;
}

void Focus::set(WidgetId id, bool by_keyboard) {
  current_ = id;
  by_keyboard_ = by_keyboard;
  next_moved_ = by_keyboard;
}

void Focus::step(int by) {
  if (last_order_.empty()) return;
  const auto count = int(last_order_.size());
  const auto found = std::find(last_order_.begin(), last_order_.end(), current_);
  const auto at =
      found == last_order_.end() ? (by > 0 ? 0 : count - 1) : (int(found - last_order_.begin()) + by + count) % count;
  current_ = last_order_[std::size_t(at)];
  by_keyboard_ = moved_ = true;
}

}  // namespace twinlamp::ui

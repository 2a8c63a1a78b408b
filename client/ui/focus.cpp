#include "client/ui/focus.h"

#include <algorithm>

namespace twinlamp::ui {

void Focus::begin_frame(Input& input) {
  if (handed_to_ != 0) set(handed_to_, by_keyboard_);
  handed_to_ = 0;
  moved_ = next_moved_;
  next_moved_ = false;
  if (keeps_tab_ == 0 || keeps_tab_ != current_)
    while (input.take(Key::tab)) step(1);
  while (input.take(Key::tab, false, true)) step(-1);
  keeps_tab_ = 0;
  was_covered_ = covered_;
  covered_ = false;
  order_.clear();
}

void Focus::only_from_here() {
  if (!was_covered_ && !covered_) before_dialog_ = current_;
  covered_ = true;
  order_.clear();
}

void Focus::end_frame() {
  last_order_ = order_;
  if (is_here(current_)) return;
  current_ = 0;
  if (covered_ && !was_covered_ && !order_.empty()) set(order_.front(), by_keyboard_);
  if (was_covered_ && !covered_ && is_here(before_dialog_)) set(before_dialog_, by_keyboard_);
}

bool Focus::is_here(WidgetId id) const {
  return std::find(order_.begin(), order_.end(), id) != order_.end();
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

void Focus::next(int by) {
  step(by);
  next_moved_ = true;  // it is brought into view when it is drawn next
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

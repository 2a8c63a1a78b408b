#include "client/ui/input.h"

#include <algorithm>

namespace twinlamp::ui {

bool Input::take(Key key, bool control, bool shift, bool alt) {
  const auto found = std::find_if(events_.begin(), events_.end(), [&](const KeyEvent& event) {
    return event.key == key && event.control == control && event.shift == shift && event.alt == alt;
  });
  if (found == events_.end()) return false;
  events_.erase(found);
  return true;
}

bool Input::take_shortcut(char letter) {
  const auto found = std::find_if(events_.begin(), events_.end(), [&](const KeyEvent& event) {
    return event.key == Key::letter && event.control && event.text == char32_t(letter);
  });
  if (found == events_.end()) return false;
  events_.erase(found);
  return true;
}

void Input::drain(const std::function<bool(const KeyEvent&)>& use) {
  std::erase_if(events_, use);
}

}  // namespace twinlamp::ui

// What the keyboard said since the last frame, in order: keys and characters in one queue, so that fast typing keeps
// its order.
//
// ImGui 1.86 keeps only each key's last state, and a key pressed and let go between two frames would be lost; this
// queue loses none. The mouse goes to ImGui itself. Whoever is drawn first may take an event; what nobody took is gone
// with the frame.
#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace twinlamp::ui {

enum class Key {
  character,
  enter,
  space,
  tab,
  escape,
  backspace,
  erase,
  left,
  right,
  up,
  down,
  home,
  end,
  page_up,
  page_down,
  help,  // F1
  letter
};

struct KeyEvent {
  Key key = Key::character;
  char32_t text = 0;  // character: what was typed; letter: 'A'..'Z', '0'..'9', '+', '-' as pressed with control
  bool control = false, shift = false, alt = false;
};

class Input {
public:
  void push(KeyEvent event) { events_.push_back(event); }
  void end_frame() { std::vector<KeyEvent>().swap(events_); }  // what was typed leaves the memory with it
  bool empty() const { return events_.empty(); }

  // Takes the first press of `key` with exactly these modifiers. The space bar is Key::space followed by its character.
  bool take(Key key, bool control = false, bool shift = false, bool alt = false);
  bool take_shortcut(char letter);  // control + letter

  // Offers every event in order; those for which `use` returns true are taken.
  void drain(const std::function<bool(const KeyEvent&)>& use);

private:
  std::vector<KeyEvent> events_;
};

}  // namespace twinlamp::ui

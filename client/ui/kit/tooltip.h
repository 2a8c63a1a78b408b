// A word on what something is: appears beside it after the mouse has rested there, or the keyboard.
//
// Call it after the widget is drawn, with what pressable() gave. It takes no mouse and no key, goes when the mouse or
// the keyboard leaves or the thing is pressed, and asks for one picture, when it is due; nothing is drawn while one
// waits.
#pragma once

#include <chrono>
#include <string_view>

#include "client/ui/ui.h"

namespace twinlamp::ui {

inline constexpr std::chrono::milliseconds tooltip_delay{600};

void tooltip(Ui& ui, std::string_view text, const Pressable& over);

}  // namespace twinlamp::ui

// Small signs drawn as paths, and a button that shows one of them instead of words.
//
// The label is what the sign means, in the person's language: it is in the log for those who do not see, and in a
// tooltip for those who do. Reached by Tab, pressed by Enter or Space.
#pragma once

#include <string_view>

#include "client/ui/ui.h"

namespace twinlamp::ui {

enum class Icon { back, close, emoji, search, more, lock, lamp, copy, take_out, bell, help, heart, plus, check };
inline constexpr int icon_count = 14;

// In the middle of a square of `size` pixels.
void draw_icon(Ui& ui, Icon icon, ImVec2 centre, float size, Color tone);

struct IconLook {
  bool enabled = true;
  bool selected = false;     // it is on
  bool has_face = false;     // stands out like a button; otherwise only under the mouse
  std::string_view id = {};  // where two have the same label
  bool has_tooltip = true;
};

bool icon_button(Ui& ui, Icon icon, std::string_view label, const IconLook& look = {});

}  // namespace twinlamp::ui

// Something to press. `main` is the one thing a screen is about, `quiet` everything else, `plain` is text alone
// and, first in its row, begins where the column's text does.
#pragma once

#include <string_view>

#include "client/ui/kit/flow.h"

namespace twinlamp::ui {

enum class ButtonKind { main, quiet, plain };

struct ButtonLook {
  ButtonKind kind = ButtonKind::quiet;
  bool enabled = true;
  bool wide = false;         // the whole column
  bool centred = false;      // in the column, where there is no flow
  bool faint = false;        // of a plain one: what the screen is not about
  std::string_view id = {};  // where two have the same label
};

bool button(Ui& ui, std::string_view label, const ButtonLook& look = {});

// On or off, with a label beside it. True when it was changed.
bool toggle(Ui& ui, std::string_view label, bool& on);

}  // namespace twinlamp::ui

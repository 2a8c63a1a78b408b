// Every key that does something beyond Tab, Enter and the arrows, in one list: opened by ? or F1.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

// A dialog over whatever is there. False once it is to be closed.
bool draw_shortcuts(Ui& ui);

}  // namespace twinlamp::ui

// The first run: three short pages on what this is, before anything is asked.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct IntroductionState {
  int page = 0;  // 0 to 2
};

// An intent, SeenIntroduction, once it was read or skipped.
Step draw_introduction(Ui& ui, IntroductionState& state, const Rect& area);

}  // namespace twinlamp::ui

// Everything both have revealed, newest first, by practice. Opening one leads to its round.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct KeepsakeState {
  int practice = 0;  // 0 is all
  std::size_t shown = 60;
};

Step draw_keepsake(Ui& ui, const client::Model& model, KeepsakeState& state, const Rect& area);

}  // namespace twinlamp::ui

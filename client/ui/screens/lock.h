// A locked profile: nothing is shown but two lamps that are out, and a field for the passphrase.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct LockState {
  Writing passphrase{{.one_line = true, .bytes = 512}};
  bool began = false;
};

Step draw_lock(Ui& ui, const client::Model& model, LockState& state, const Rect& area);

}  // namespace twinlamp::ui

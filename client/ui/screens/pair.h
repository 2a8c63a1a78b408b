// Two people become a pair: a code said on the phone, and the same words and pattern compared by both.
#pragma once

#include "client/ui/kit/code_entry.h"
#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct PairState {
  CodeEntry code;
  Writing relay{{.one_line = true, .bytes = 400}};
  bool copied = false, changes_relay = false;
};

Step draw_pair(Ui& ui, const client::Model& model, PairState& state, const Rect& area);

}  // namespace twinlamp::ui

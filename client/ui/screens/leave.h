// The page on which one leaves: what it does, what it cannot do, and a word to type. Reached from the settings; and where there are none yet
// from the page on which one unlocks or pairs, since leaving needs neither a passphrase nor a pair.
//
// Shows nothing of the two but that, locked or not.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct LeaveState {
  Writing word{{.one_line = true, .bytes = 40}};
};

// `back`: where the person came from.
Step draw_leave(Ui& ui, const client::Model& model, LeaveState& state, const Route& back, const Rect& area);

// What leads here from a page without settings; quiet, since it is not what that page is about.
Step draw_way_to_leave(Ui& ui, const client::Model& model);

}  // namespace twinlamp::ui

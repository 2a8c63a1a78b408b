// Two people become a pair: a code said on the phone, and the same words and pattern compared by both.
#pragma once

#include "client/ui/kit/code_entry.h"
#include "client/ui/screens/home_relay.h"
#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct PairState {
  CodeEntry code;
  Writing relay{{.one_line = true, .bytes = 400}};
  HomeRelayState home;
  bool copied = false, changes_relay = false;
  std::string lent;  // what is on the clipboard from here, perhaps
};

// What was copied is a key while its code lives, so it is lent to the clipboard: no longer than that, and not beyond the window. What somebody
// has copied since then stays.
bool is_lent_alive(const Ui& ui, const client::Model& model, const PairState& state);
void take_back_lent(PairState& state);

Step draw_pair(Ui& ui, const client::Model& model, PairState& state, const Rect& area);

}  // namespace twinlamp::ui

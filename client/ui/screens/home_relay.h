// Our relay on this laptop: switched on and off, where the partner reaches it, what it means. A part of the settings, and of pairing.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct HomeRelayState {
  Writing name{{.one_line = true, .bytes = 255}};
  bool loaded = false, copied = false;
};

// Within whatever panel it is drawn.
Step draw_home_relay(Ui& ui, const client::Model& model, HomeRelayState& state);

// A pair was left, and its partner has yet to hear of it; else nothing. `is_told_above`: that it was left.
Step draw_farewell(Ui& ui, const client::HomeView& home, bool is_told_above);

}  // namespace twinlamp::ui

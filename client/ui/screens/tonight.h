// The home of the app: two windows, two lamps, one suggestion, and what waits.
#pragma once

#include "client/ui/screens/appreciations.h"
#include "client/ui/screens/repair_card.h"

namespace twinlamp::ui {

struct TonightState {
  KindLineState kind_line;
  RepairCardState repair;
};

Step draw_tonight(Ui& ui, const client::Model& model, TonightState& state, const Rect& area);

}  // namespace twinlamp::ui

// All cards, by practice; one is looked at, and asked.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct CardsState {
  int practice = 0;       // 0 until the first was chosen
  std::string looked_at;  // a card's id
};

Step draw_cards(Ui& ui, const client::Model& model, CardsState& state, const Rect& area);

}  // namespace twinlamp::ui

// The cards of one practice: the one that fits next, and all of them by depth; one is looked at, and asked.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct CardsState {
  int depth = 0;          // 0 until one was chosen: the lightest that has a card
  std::string looked_at;  // a card's id
};

struct CardsLook {
  bool has_next = true;  // the one that fits next, first
  int deepest = 5;       // what is deeper is not to be asked yet, and says so
};

// At the pen, inside a Page. Nothing where the practice has no cards.
Step draw_cards(Ui& ui, const client::Model& model, const client::PracticeView& practice, CardsState& state, const CardsLook& look = {});
// The card that is looked at, above the page: after it.
Step draw_card_looked_at(Ui& ui, const client::Model& model, CardsState& state);

}  // namespace twinlamp::ui

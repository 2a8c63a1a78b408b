// How this device comes to the whole of its history, on the first page: after a backup was put back, or as a new laptop.
//
// No dialog: what is here can be read meanwhile. What would add something waits, and says so with held_line().
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct RepairCardState {
  bool waits_on = false;  // the question was seen, and is not to be decided yet
  bool asks_again = false;
};

// Nothing where there is nothing to mend. `tall`: it stands first on a page of so few pixels that what has to be
// answered comes before what explains it.
Step draw_repair_card(Ui& ui, const client::Model& model, RepairCardState& state, std::optional<float> tall = {});

// On every other page where something could be added: one line that says why not now. Nothing unless it is so.
void held_line(Ui& ui, const client::Model& model);

// The notices without those that say what the card says.
std::vector<client::Notice> notices_beside_card(const Ui& ui, const client::Model& model);

}  // namespace twinlamp::ui

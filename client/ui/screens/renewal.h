// A partner's laptop is lost and they have a new one: the row of the settings, the page that says what pairing anew does, and that pairing.
//
// Nothing is given on any of these pages before both have confirmed the words; to go on is this person's consent, and the buttons say so.
#pragma once

#include "client/ui/screens/pair.h"

namespace twinlamp::ui {

// Within the settings. Nothing where there is no history to give: not paired, ended, or itself still coming to it.
Step draw_new_laptop_row(Ui& ui, const client::Model& model);

// What it does, and to go on or not.
Step draw_new_laptop(Ui& ui, const client::Model& model, const Rect& area);

// In pairing, where this laptop gives: the one way that there is, and what is done on the new laptop meanwhile; also after a try that failed.
Step draw_renewal_way(Ui& ui, const client::Model& model, PairState& state);

// What the button under the same words says, and the sentence above it; empty for two who begin.
std::string renewal_line(const Ui& ui, const client::Model& model);

// One line for whoever comes to a first start with a new laptop; on the partner's settings the row has `name`, which may not be known yet.
std::string new_laptop_row_of(const Ui& ui, std::string_view name);

}  // namespace twinlamp::ui

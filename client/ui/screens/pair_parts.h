// What two pages of pairing have in common.
#pragma once

#include <string>

#include "client/ui/screens/pair.h"

namespace twinlamp::ui {

// The code's field and the button under it. `problem`: what was wrong with the last try.
Step draw_code_form(Ui& ui, PairState& state, const std::string& problem);

// A code can be shown as soon as somebody could reach the relay.
bool may_show_code(const client::Model& model);

}  // namespace twinlamp::ui

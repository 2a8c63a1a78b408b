// "Heard?": it is part of every deep card, so its page has no cards of its own. It shows what was opened and not yet
// received, by whom it waits.
#pragma once

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

Step draw_heard(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
std::string heard_waits(const Ui& ui, const client::Model& model);

}  // namespace twinlamp::ui

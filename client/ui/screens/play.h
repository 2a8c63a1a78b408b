// Play: the four games, each a press away, and Your thing: what both are into, asked about and cheered.
#pragma once

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

Step draw_play(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
std::string play_waits(const Ui& ui, const client::Model& model);

}  // namespace twinlamp::ui

// Desire: a switch that says nothing to anyone; once both want it, the wish list and what both have in common, how it is
// between the two, and cards to talk. Behind a door of its own, if one likes.
#pragma once

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

Step draw_desire(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
std::string desire_waits(const Ui& ui, const client::Model& model);
// What two answers say together, in words that are the same for both.
const std::string& reading_words(const Ui& ui, client::PairReading reading);

}  // namespace twinlamp::ui

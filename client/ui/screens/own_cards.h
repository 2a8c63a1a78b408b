// Own cards: what either of the two has written for both, a form for another one, and the decks in the profile's folder with what is wrong in them.
#pragma once

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

// The page that is no practice: reached from under the practices.
inline constexpr int own_cards_page = 11;

Step draw_own_cards(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);

}  // namespace twinlamp::ui

// The ten practices: a quiet grid that leads to them, and the page of each.
//
// To add a page: write `screens/<slug>.{h,cpp}` with a function like draw_heard(), and add its line to the list at the
// head of practice_pages.cpp. A practice without a line has the plain page: its cards and what is open of it.
#pragma once

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

Step draw_practices(Ui& ui, const client::Model& model, const Rect& area);
Step draw_practice(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);

}  // namespace twinlamp::ui

// This or that, live: ready, the count to the common instant, ten pairs of three seconds each. In a round of kind pairs, in place of
// the writing area; whoever would rather not be timed answers at their own pace below it.
#pragma once

#include "client/ui/screens/round.h"

namespace twinlamp::ui {

struct LivePicture {
  Step step;
  bool fills_page = false;  // the game is on: nothing else is to be shown
};

LivePicture draw_live_game(Ui& ui, const RoundPage& page, RoundState& state);

}  // namespace twinlamp::ui

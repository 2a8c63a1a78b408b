#include "client/ui/screens/practice_steps.h"

#include "client/ui/screens/dialogue.h"
#include "client/ui/screens/fears.h"
#include "client/ui/screens/values.h"

namespace twinlamp::ui {

Step draw_practice_steps(Ui& ui, const RoundPage& page, RoundState& state) {
  if (page.round.fears) return draw_fear_steps(ui, page, state);
  if (page.round.dialogue) return draw_dialogue_steps(ui, page, state);
  if (page.round.values) return draw_values_steps(ui, page, state);
  return {};
}

void draw_practice_picture(Ui& ui, const RoundPage& page) {
  if (page.round.values) draw_values_picture(ui, page);
}

}  // namespace twinlamp::ui

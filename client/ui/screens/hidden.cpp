#include "client/ui/screens/hidden.h"

namespace twinlamp::ui {

Step draw_hidden(Ui& ui, const Rect& area) {
  const Page page(ui, "hidden", area, 24, true);
  prose(ui, ui.say("hidden.title"),
        {.face = Face::card, .color = ui.theme.colors.ink_soft, .align = Align::centre, .role = "title"});
  ui.gap(1);
  if (button(ui, ui.say("hidden.show"), {.kind = ButtonKind::plain, .centred = true}))
    return Step::want(client::ShowAgain{});
  return {};
}

}  // namespace twinlamp::ui

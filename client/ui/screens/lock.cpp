#include "client/ui/screens/lock.h"

#include "client/ui/kit/lamp.h"

namespace twinlamp::ui {

Step draw_lock(Ui& ui, const client::Model& model, LockState& state, const Rect& area) {
  if (!state.began) state.passphrase.wants_focus = state.began = true;
  const Page page(ui, "lock", area, 24, true);
  const auto head = ui.take(ui.px(7));
  draw_lamp(ui, head.x + head.width / 2 - ui.px(2.8f), head.bottom(), head.height * 0.9f, 0);
  draw_lamp(ui, head.x + head.width / 2 + ui.px(2.8f), head.bottom(), head.height * 0.9f, 0);
  ui.gap(1.1f);
  prose(ui, ui.say("lock.title"), {.face = Face::card, .align = Align::centre, .role = "title"});
  ui.gap(1);
  const auto result =
      field(ui, ui.say("lock.passphrase"), state.passphrase, {.problem = model.stage_problem, .secret = true});
  ui.gap(1);
  const bool pressed = button(ui, ui.say("lock.open"), {.kind = ButtonKind::main, .wide = true});
  if ((!pressed && !result.submitted) || state.passphrase.editor.empty()) return {};
  auto passphrase = state.passphrase.editor.text();
  state.passphrase.editor.wipe();
  return Step::want(client::Unlock{std::move(passphrase)});
}

}  // namespace twinlamp::ui

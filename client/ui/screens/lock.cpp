#include "client/ui/screens/lock.h"

#include <algorithm>

#include "client/ui/kit/lamp.h"
#include "client/ui/screens/leave.h"

namespace twinlamp::ui {
namespace {

// No passphrase would help: the disk does not give the profile back, or not whole.
Step draw_unreadable(Ui& ui, const client::Model& model) {
  prose(ui, ui.say("lock.unreadable"), {.face = Face::card, .align = Align::centre, .role = "title"});
  ui.gap(0.6f);
  prose(ui, model.stage_problem, {.color = ui.theme.colors.problem, .align = Align::centre, .role = "problem"});
  ui.gap(1.2f);
  const bool again = button(ui, ui.say("lock.try_again"), {.kind = ButtonKind::main, .centred = true});
  ui.gap(0.7f);
  auto leaves = draw_way_to_leave(ui, model);
  return again ? Step::want(client::Unlock{}) : leaves;
}

}  // namespace

Step draw_lock(Ui& ui, const client::Model& model, LockState& state, const Rect& area) {
  if (!state.began) state.passphrase.wants_focus = state.began = true;
  // What is wrong may name a file.
  const Page page(ui, "lock", area, model.settings.has_passphrase ? 24 : 34, true);
  // With large letters in a small window the lamps leave the room to what is asked.
  const auto head = ui.take(ui.px(std::clamp((area.height / ui.em(1) - 12) * 0.3f, 2.f, 7.f)));
  draw_lamp(ui, head.x + head.width / 2 - ui.px(2.8f), head.bottom(), head.height * 0.9f, 0);
  draw_lamp(ui, head.x + head.width / 2 + ui.px(2.8f), head.bottom(), head.height * 0.9f, 0);
  ui.gap(1.1f);
  if (!model.settings.has_passphrase) return draw_unreadable(ui, model);
  prose(ui, ui.say("lock.title"), {.face = Face::card, .align = Align::centre, .role = "title"});
  ui.gap(1);
  const auto result =
      field(ui, ui.say("lock.passphrase"), state.passphrase, {.problem = model.stage_problem, .secret = true});
  ui.gap(1);
  const bool pressed = button(ui, ui.say("lock.open"), {.kind = ButtonKind::main, .wide = true});
  ui.gap(0.7f);
  // Who does not know the passphrase any more is not held here by it.
  if (auto leaves = draw_way_to_leave(ui, model)) {
    state.passphrase.editor.wipe();
    state.began = false;
    return leaves;
  }
  if ((!pressed && !result.submitted) || state.passphrase.editor.empty()) return {};
  auto passphrase = state.passphrase.editor.text();
  state.passphrase.editor.wipe();
  return Step::want(client::Unlock{std::move(passphrase)});
}

}  // namespace twinlamp::ui

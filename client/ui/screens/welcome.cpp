#include "client/ui/screens/welcome.h"

#include "client/ui/kit/lamp.h"
#include "client/ui/screens/home_relay.h"
#include "client/ui/screens/renewal.h"

namespace twinlamp::ui {
namespace {

bool is_blank(const std::string& text) {
  return text.find_first_not_of(' ') == std::string::npos;
}

void draw_head(Ui& ui) {
  const auto all = ui.take(ui.px(8.5f));
  const float lamp = all.height * 0.88f, middle = all.x + all.width / 2;
  draw_lamp(ui, middle - ui.px(3.4f), all.bottom(), lamp, 0.85f);
  draw_lamp(ui, middle + ui.px(3.4f), all.bottom(), lamp, 0.85f);
  ui.gap(1.1f);
  prose(ui, ui.say("welcome.title"), {.face = Face::title, .align = Align::centre, .role = "title"});
  prose(ui, ui.say("welcome.about"),
        {.face = Face::reading, .color = ui.theme.colors.ink_soft, .align = Align::centre, .widest = 30});
  ui.gap(1.3f);
}

std::string problem_with(const Ui& ui, const WelcomeState& state) {
  if (is_blank(state.name.editor.text())) return ui.say("welcome.no_name");
  if (state.wants_lock && state.passphrase.editor.empty()) return ui.say("welcome.no_passphrase");
  if (state.wants_lock && state.passphrase.editor.points() != state.again.editor.points()) return ui.say("lock.differ");
  return {};
}

bool draw_fields(Ui& ui, WelcomeState& state) {
  bool submitted = field(ui, ui.say("settings.name"), state.name, {.hint = ui.say("welcome.name_hint")}).submitted;
  ui.gap(0.9f);
  if (!state.hosts) {
    submitted |= field(ui, ui.say("settings.relay"), state.relay,
                       {.hint = ui.say("welcome.relay_hint"), .placeholder = "lamp.example.org:7417"})
                     .submitted;
    ui.gap(0.7f);
  }
  toggle(ui, ui.say("home.switch"), state.hosts);
  ui.gap(0.2f);
  prose(ui, ui.say(state.hosts ? "home.trust" : "home.hint"), {.face = Face::small, .color = ui.theme.colors.ink_faint});
  ui.gap(0.9f);
  if (toggle(ui, ui.say("welcome.wants_lock"), state.wants_lock)) state.passphrase.wants_focus = state.wants_lock;
  if (!state.wants_lock) return submitted;
  ui.gap(0.7f);
  submitted |= field(ui, ui.say("lock.passphrase"), state.passphrase,
                     {.hint = ui.say("welcome.passphrase_hint"), .secret = true})
                   .submitted;
  ui.gap(0.9f);
  submitted |= field(ui, ui.say("welcome.again"), state.again, {.secret = true}).submitted;
  return submitted;
}

Step draw_beginning(Ui& ui, const client::Model& model, WelcomeState& state) {
  const Panel panel(ui);
  const bool submitted = draw_fields(ui, state);
  if (!state.problem.empty()) state.problem = problem_with(ui, state);  // gone once it is mended
  ui.gap(1.2f);
  if (!state.sent || !model.stage_problem.empty()) {
    const auto& problem = state.problem.empty() ? model.stage_problem : state.problem;
    if (!problem.empty()) {
      prose(ui, problem, {.color = ui.theme.colors.problem, .role = "problem"});
      ui.gap(0.7f);
    }
  }
  const bool begins = button(ui, ui.say("welcome.begin"), {.kind = ButtonKind::main, .wide = true}) || submitted;
  ui.gap(0.5f);
  if (button(ui, ui.say("backup.restore_open"), {.kind = ButtonKind::plain, .wide = true})) state.restore.is_open = true;
  ui.gap(0.5f);
  prose(ui, ui.say("new_laptop.first_run", {{"row", new_laptop_row_of(ui, state.name.editor.text())}}), {.face = Face::small, .color = ui.theme.colors.ink_faint});
  if (!begins) return {};
  state.problem = problem_with(ui, state);
  if (!state.problem.empty()) return {};
  state.sent = true;
  const auto passphrase = state.wants_lock ? state.passphrase.editor.text() : std::string();
  state.passphrase.editor.wipe();
  state.again.editor.wipe();
  const auto relay = state.hosts ? std::string() : state.relay.editor.text();
  return Step::want(client::SetUp{state.name.editor.text(), relay, passphrase, state.hosts});
}

}  // namespace

Step draw_welcome(Ui& ui, const client::Model& model, WelcomeState& state, const Rect& area) {
  if (state.restore.is_open || model.backup.restoring) return draw_restore_page(ui, model, state.restore, area);
  const Page page(ui, "welcome", area, 32);
  draw_head(ui);
  auto step = draw_beginning(ui, model, state);
  if (model.home.waits_to_tell) ui.gap(1.2f);
  if (auto farewell = draw_farewell(ui, model.home, false)) step = std::move(farewell);
  return step;
}

}  // namespace twinlamp::ui

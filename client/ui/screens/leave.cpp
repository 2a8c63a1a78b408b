#include "client/ui/screens/leave.h"

#include "client/ui/screens/settings_parts.h"

namespace twinlamp::ui {
namespace {

using client::Stage;

// There is no pair to leave: what is here is erased all the same.
bool only_erases(const client::Model& model) {
  return model.stage == Stage::unpaired;
}

// Where our relay is on this laptop, the pair cannot go on without the folder.
bool is_relay(const client::Model& model) {
  return model.home.is_on && !model.home.is_elsewhere;
}

void paragraph_gap(Ui& ui) {
  ui.pen.y += line_height(ui, Face::body);
}

void draw_erasing(Ui& ui) {
  const Panel panel(ui);
  const auto soft = ProseLook{.color = ui.theme.colors.ink_soft};
  settings_heading(ui, ui.say("leave.does"));
  prose(ui, ui.say("leave.erase_does"), soft);
  ui.gap(1);
  settings_heading(ui, ui.say("leave.cannot"));
  prose(ui, ui.say("leave.erase_cannot"), soft);
  paragraph_gap(ui);
  prose(ui, ui.say("leave.disk"), soft);
}

void draw_leaving(Ui& ui, const client::Model& model) {
  const Panel panel(ui);
  const auto soft = ProseLook{.color = ui.theme.colors.ink_soft};
  settings_heading(ui, ui.say("leave.does"));
  prose(ui, ui.say("leave.does_about") + " " + ui.say(model.leaves_untold ? "leave.untold" : "leave.told"), soft);
  if (is_relay(model)) {
    paragraph_gap(ui);
    prose(ui, ui.say("leave.home"), soft);
  }
  ui.gap(1);
  settings_heading(ui, ui.say("leave.cannot"));
  prose(ui, ui.say("leave.cannot_about"), soft);
  paragraph_gap(ui);
  prose(ui, ui.say("leave.disk"), soft);
  if (model.stage != Stage::locked || is_relay(model)) return;
  ui.gap(1);
  settings_heading(ui, ui.say("leave.instead"));
  prose(ui, ui.say("leave.instead_about", {{"folder", model.folder}}), soft);
}

}  // namespace

Step draw_leave(Ui& ui, const client::Model& model, LeaveState& state, const Route& back, const Rect& area) {
  const Page page(ui, "leave", area, 36);
  if (button(ui, ui.say("button.back"), {.kind = ButtonKind::plain}) || ui.input.take(Key::escape)) {
    state.word.editor.wipe();
    return Step::to(back);
  }
  ui.gap(0.6f);
  const bool erases = only_erases(model);
  const auto& title = ui.say(erases ? "leave.erase_title" : "leave.title");
  page_title(ui, title, ui.say(erases ? "leave.erase_about" : "leave.about"));
  erases ? draw_erasing(ui) : draw_leaving(ui, model);
  ui.gap(1.2f);
  const auto wanted = ui.say(erases ? "leave.erase_type" : "leave.type", {{"word", ui.say("leave.word")}});
  const bool submitted = field(ui, wanted, state.word).submitted;
  ui.gap(0.9f);
  const bool ready = state.word.editor.text() == ui.say("leave.word");
  const bool pressed = button(ui, title, {.enabled = ready});
  if (!ready || (!pressed && !submitted)) return {};
  client::Leave intent{state.word.editor.text()};
  state.word.editor.wipe();
  return Step::want(std::move(intent));
}

Step draw_way_to_leave(Ui& ui, const client::Model& model) {
  const auto& label = ui.say(only_erases(model) ? "leave.erase" : "settings.leave");
  const bool pressed = button(ui, label, {.kind = ButtonKind::plain, .centred = true, .faint = true});
  return pressed ? Step::to({Route::To::leave}) : Step{};
}

}  // namespace twinlamp::ui

#include "client/ui/screens/renewal.h"

#include "client/ui/screens/pair_parts.h"
#include "client/ui/screens/settings_parts.h"

namespace twinlamp::ui {
namespace {

using client::Renewal;

constexpr std::size_t step_count = 3;

ProseLook quiet_look(const Ui& ui) {
  return {.color = ui.theme.colors.ink_soft};
}

std::string with_partner(const Ui& ui, std::string_view key, const client::Model& model) {
  return ui.say(key, {{"partner", partner_within(ui, model)}});
}

std::string beginning_with_partner(const Ui& ui, std::string_view key, const client::Model& model) {
  return ui.say(key, {{"partner", partner_at_start(ui, model)}});
}

void numbered(Ui& ui, std::size_t number, std::string_view text) {
  ui.gap(0.45f);
  const auto pen = ui.pen;
  put_line(ui, Face::strong, ui.theme.colors.accent_text, pen.x, pen.y, std::to_string(number));
  ui.pen.x += ui.px(1.4f), ui.pen.width -= ui.px(1.4f);
  prose(ui, text, quiet_look(ui));
  ui.pen.x = pen.x, ui.pen.width = pen.width;
}

void draw_what_happens(Ui& ui) {
  const Panel panel(ui);
  settings_heading(ui, ui.say("new_laptop.how"));
  for (std::size_t i = 0; i < step_count; ++i) numbered(ui, i + 1, ui.words.nth("new_laptop.steps", i));
  ui.gap(1.1f);
  settings_heading(ui, ui.say("new_laptop.gone"));
  prose(ui, ui.say("new_laptop.gone_about"), quiet_look(ui));
  ui.gap(0.6f);
  prose(ui, ui.say("new_laptop.old"), quiet_look(ui));
}

// What the partner does; with our own relay its line stands below.
void draw_there(Ui& ui, const client::Model& model) {
  const Panel panel(ui, PanelKind::sunken);
  prose(ui, ui.say("new_laptop.there"), {.face = Face::card, .color = ui.theme.colors.ink_soft, .role = "heading"});
  const auto& relay = model.home.is_on && !model.home.shown.empty() ? model.home.shown : model.settings.relay;
  numbered(ui, 1, ui.say("new_laptop.there_begin", {{"partner", partner_at_start(ui, model)}, {"relay", relay}}));
  const bool shows = model.pairing->may_show;
  numbered(ui, 2, shows ? ui.say("new_laptop.there_type", {{"partner", partner_within(ui, model)}, {"join", ui.say("pair.join")}})
                        : ui.say("new_laptop.there_show", {{"partner", partner_at_start(ui, model)}, {"show", ui.say("pair.show_code")}}));
}

Step draw_showing(Ui& ui, const client::Model& model, const std::string& problem) {
  prose(ui, ui.say("pair.invite_about"), quiet_look(ui));
  ui.gap(0.9f);
  if (!problem.empty()) {
    prose(ui, problem, {.color = ui.theme.colors.problem, .role = "problem"});
    ui.gap(0.9f);
  }
  const auto& label = ui.say(problem.empty() ? "pair.show_code" : "new_laptop.new_code");
  return button(ui, label, {.kind = ButtonKind::main, .enabled = may_show_code(model)}) ? Step::want(client::InvitePartner{}) : Step{};
}

Step draw_typing(Ui& ui, const client::Model& model, PairState& state, const std::string& problem) {
  prose(ui, with_partner(ui, "new_laptop.type_about", model), quiet_look(ui));
  ui.gap(0.9f);
  return draw_code_form(ui, state, problem);
}

}  // namespace

Step draw_new_laptop_row(Ui& ui, const client::Model& model) {
  if (model.stage != client::Stage::paired || (model.repair.is_new && model.repair.phase != client::RepairView::Phase::none)) return {};
  ui.gap(1);
  const Panel panel(ui);
  settings_heading(ui, ui.say("new_laptop.lost"));
  prose(ui, ui.say("new_laptop.lost_about"), quiet_look(ui));
  ui.gap(0.8f);
  return button(ui, beginning_with_partner(ui, "new_laptop.title", model)) ? Step::to({Route::To::new_laptop}) : Step{};
}

Step draw_new_laptop(Ui& ui, const client::Model& model, const Rect& area) {
  const Page page(ui, "new-laptop", area, 36);
  const Route settings{Route::To::settings};
  if (model.stage != client::Stage::paired || button(ui, ui.say("button.back"), {.kind = ButtonKind::plain}) || ui.input.take(Key::escape))
    return Step::to(settings);
  ui.gap(0.6f);
  page_title(ui, beginning_with_partner(ui, "new_laptop.title", model), ui.say("new_laptop.about"));
  draw_what_happens(ui);
  ui.gap(1.2f);
  prose(ui, with_partner(ui, "new_laptop.sure", model), {.color = ui.theme.colors.accent_text});
  ui.gap(0.9f);
  const Flow flow(ui);
  if (button(ui, ui.say("new_laptop.go_on"), {.kind = ButtonKind::main})) return Step::want(client::RenewPartner{});
  if (button(ui, ui.say("new_laptop.not_now"), {.kind = ButtonKind::plain})) return Step::to(settings);
  return {};
}

Step draw_renewal_way(Ui& ui, const client::Model& model, PairState& state) {
  const auto& pairing = *model.pairing;
  page_title(ui, with_partner(ui, "new_laptop.pair_title", model), ui.say("new_laptop.pair_about"));
  Step step;
  {
    Columns columns(ui, 2, 19);
    {
      const Panel panel(ui);
      prose(ui, ui.say("new_laptop.here"), {.face = Face::card, .role = "heading"});
      ui.gap(0.3f);
      step = pairing.may_show ? draw_showing(ui, model, pairing.problem) : draw_typing(ui, model, state, pairing.problem);
    }
    columns.next();
    draw_there(ui, model);
  }
  if (model.home.is_on) {
    ui.gap(1);
    const Panel panel(ui, PanelKind::outlined);
    if (auto home = draw_home_relay(ui, model, state.home)) step = std::move(home);
  }
  ui.gap(1.1f);
  if (button(ui, ui.say("new_laptop.not_now"), {.kind = ButtonKind::plain}) || ui.input.take(Key::escape)) step = Step::want(client::CancelPairing{});
  return step;
}

std::string renewal_line(const Ui& ui, const client::Model& model) {
  switch (model.pairing->renewal) {
    case Renewal::none:
      return {};
    case Renewal::gives:
      return ui.say("new_laptop.gives");
    case Renewal::receives:
      return with_partner(ui, "new_laptop.receives", model);
  }
  return {};
}

std::string new_laptop_row_of(const Ui& ui, std::string_view name) {
  return ui.say("new_laptop.title", {{"partner", name.empty() ? std::string_view("…") : name}});
}

}  // namespace twinlamp::ui

#include "client/ui/screens/repair_card.h"

#include <algorithm>

#include "client/ui/kit/progress_line.h"

namespace twinlamp::ui {
namespace {

using client::RepairView;
using Phase = RepairView::Phase;

void card_title(Ui& ui, std::string_view text) {
  prose(ui, text, {.face = Face::card, .role = "heading"});
  ui.gap(0.35f);
}

ProseLook as_told(const Ui& ui) {
  return {.color = ui.theme.colors.ink_soft, .widest = ui.theme.type.measure, .role = "notice"};
}

ProseLook measured(const Ui& ui) {
  return {.color = ui.theme.colors.ink_soft, .widest = ui.theme.type.measure};
}

void draw_coming(Ui& ui, const client::Model& model) {
  const auto& repair = model.repair;
  ui.gap(0.35f);
  const auto label = ui.say(repair.is_new ? "mending.coming_new" : "mending.coming", {{"partner", partner_within(ui, model)}});
  Progress progress;
  std::string far;
  if (repair.of > 0) {
    far = ui.say("mending.far", {{"have", repair.have}, {"of", repair.of}});
    progress = {float(std::min(repair.have, repair.of)) / float(repair.of), far};
  }
  progress_line(ui, label, progress);
  ui.gap(0.7f);
  prose(ui, ui.say(repair.is_new ? "mending.held_new" : "mending.held"), measured(ui));
}

// What waits for a meeting that this side itself holds up.
void draw_held_up(Ui& ui, const client::Model& model) {
  if (!model.paused && model.settings.lamp_lit) return;
  ui.gap(0.6f);
  const auto line = model.paused ? ui.say("mending.paused", {{"resume", ui.say("pause.resume")}})
                                 : ui.say("mending.lamp_out", {{"settings", ui.say("settings.title")}});
  prose(ui, line, {.color = ui.theme.colors.accent_text, .widest = ui.theme.type.measure});
}

Step draw_sure(Ui& ui, RepairCardState& state) {
  prose(ui, ui.say("mending.sure"), {.color = ui.theme.colors.accent_text, .widest = ui.theme.type.measure});
  ui.gap(0.9f);
  const Flow flow(ui);
  const bool yes = button(ui, ui.say("mending.sure_yes"), {.kind = ButtonKind::main});
  const bool no = button(ui, ui.say("mending.sure_no"), {.kind = ButtonKind::plain});
  if (yes || no) state = {.waits_on = no};
  return yes ? Step::want(client::GoOnWithoutIt{}) : Step{};
}

// To wait costs nothing, so it is what stands first; the other way is asked once more.
Step draw_ways(Ui& ui, RepairCardState& state) {
  const Flow flow(ui);
  if (!state.waits_on && button(ui, ui.say("mending.wait_on"), {.kind = ButtonKind::main})) {
    state.waits_on = true;
    ui.pacer().handle_event();
  }
  if (button(ui, ui.say("mending.go_on"), {.kind = ButtonKind::plain})) {
    state.asks_again = true;
    ui.pacer().handle_event();
  }
  return {};
}

// What is told, what explains it, and the ways on; where there is too little room, the ways come earlier.
Step draw_letting_go(Ui& ui, const client::Model& model, RepairCardState& state, std::optional<float> tall) {
  const auto tell = [&] { prose(ui, model.repair.text, as_told(ui)); };
  const auto explain = [&] {
    prose(ui, ui.say(state.waits_on ? "mending.waits_on" : "mending.ask_about"), measured(ui));
  };
  if (state.asks_again) {
    if (!tall) tell(), ui.gap(0.6f);
    return draw_sure(ui, state);
  }
  if (!tall) {
    tell(), ui.gap(0.6f);
    explain(), ui.gap(1);
    return draw_ways(ui, state);
  }
  const float width = std::min(ui.pen.width, ui.em(ui.theme.type.measure));
  const float others =
      line_height(ui, Face::card) * 2 + ui.px(8);  // a title of two rows, the buttons, and what is around them
  const bool fits = others + prose_height(ui, model.repair.text, Face::body, width) < *tall;
  if (fits) tell(), ui.gap(0.8f);
  auto step = draw_ways(ui, state);
  ui.gap(0.7f);
  if (!fits) tell(), ui.gap(0.6f);
  explain();
  return step;
}

}  // namespace

Step draw_repair_card(Ui& ui, const client::Model& model, RepairCardState& state, std::optional<float> tall) {
  const auto& repair = model.repair;
  if (!repair.asks()) state = {};
  if (repair.phase == Phase::none) return {};
  if (repair.phase == Phase::keys) {
    prose(ui, repair.text, {.face = Face::small, .color = ui.theme.colors.ink_soft, .align = Align::centre, .role = "notice"});
    ui.gap(0.9f);
    return {};
  }
  Step step;
  {
    const Panel panel(ui, PanelKind::raised, 1.7f);
    const bool is_asked = repair.asks() && !state.waits_on;
    const bool is_said_below = tall && state.asks_again;  // in other words
    if (!is_said_below)
      card_title(ui, ui.say(is_asked ? "mending.ask" : repair.is_new ? "mending.new_title" : "mending.title"));
    switch (repair.phase) {
      case Phase::waits:
        prose(ui, repair.text, as_told(ui));
        draw_held_up(ui, model);
        break;
      case Phase::fetches:
        draw_coming(ui, model);
        break;
      case Phase::asks:
        step = draw_letting_go(ui, model, state, tall);
        break;
      case Phase::none:
      case Phase::keys:
        break;
    }
  }
  ui.gap(1.2f);
  return step;
}

void held_line(Ui& ui, const client::Model& model) {
  if (!is_history_partial(model)) return;
  prose(ui, ui.say("mending.elsewhere", {{"tonight", ui.say("tonight.title")}}), {.color = ui.theme.colors.accent_text, .widest = ui.theme.type.measure});
  ui.gap(1.1f);
}

std::vector<client::Notice> notices_beside_card(const Ui& ui, const client::Model& model) {
  auto notices = model.notices;
  if (!is_history_partial(model)) return notices;
  std::erase_if(notices, [&](const client::Notice& notice) {
    return notice.text == model.repair.text || notice.text == ui.say("event.restored") || notice.text == ui.say("act.frozen");
  });
  return notices;
}

}  // namespace twinlamp::ui

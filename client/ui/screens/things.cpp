#include "client/ui/screens/things.h"

#include <array>

#include "client/practices/zone.h"
#include "client/ui/kit/choice.h"
#include "client/ui/screens/form.h"

namespace twinlamp::ui {
namespace {

using client::RemarkKind;
using client::ThingView;

std::string who_said(const Ui& ui, const client::Model& model, const ThingView& thing, const client::RemarkView& remark) {
  const auto say = [&](std::string_view mine, std::string_view theirs) {
    return remark.mine ? ui.say(mine) : ui.say(theirs, {{"partner", partner_at_start(ui, model)}});
  };
  const bool by_owner = remark.mine == thing.mine;
  switch (remark.kind) {
    case RemarkKind::cheer: return say("thing.cheered.mine", "thing.cheered.theirs");
    case RemarkKind::ask: return by_owner ? say("thing.wanted_advice.mine", "thing.wanted_advice.theirs") : say("thing.asked.mine", "thing.asked.theirs");
    default: return by_owner ? say("thing.answered.mine", "thing.answered.theirs") : say("thing.advised.mine", "thing.advised.theirs");
  }
}

void draw_remarks(Ui& ui, const client::Model& model, const ThingView& thing) {
  for (const auto& remark : thing.remarks) {
    ui.gap(0.5f);
    prose(ui, who_said(ui, model, thing, remark), {.face = Face::small, .color = ui.theme.colors.accent_text});
    if (!remark.text.empty()) prose(ui, remark.text, {.role = "remark"});
  }
}

void open_form(ThingsState& state, const ThingView& thing, RemarkKind kind, const std::string& beginning = {}) {
  state.about = thing.id;
  state.kind = kind;
  state.said.editor.set_text(beginning);
  state.said.wants_focus = true;
}

const std::string& send_words(const Ui& ui, const ThingView& thing, RemarkKind kind) {
  if (kind == RemarkKind::cheer) return ui.say("thing.cheer");
  if (kind == RemarkKind::ask) return ui.say("thing.ask");
  return thing.mine ? ui.say("thing.answer") : ui.say("thing.advise");
}

Step draw_form(Ui& ui, const ThingView& thing, ThingsState& state) {
  ui.gap(0.7f);
  const auto& send = send_words(ui, thing, state.kind);
  if (!thing.mine && state.kind != RemarkKind::reply) {
    const auto& prompts = state.kind == RemarkKind::ask ? thing.asks : thing.cheers;
    const Flow flow(ui, Align::left, 0.4f);
    for (const auto& prompt : prompts)
      if (chip(ui, prompt, false, "prompt")) {
        state.said.editor.set_text(prompt);
        state.said.wants_focus = true;
      }
  }
  ui.gap(0.6f);
  writing_area(ui, ui.say("thing.words"), state.said, {.least_rows = 2, .most_rows = 6});
  ui.gap(0.6f);
  const Flow flow(ui);
  Step step;
  if (button(ui, send, {.kind = ButtonKind::main, .enabled = has_words(state.said), .id = "send"})) {
    step = Step::want(client::SayRemark{state.kind, thing.id, taken(state.said)});
    state.about.clear();
  }
  if (button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain})) state.about.clear();
  return step;
}

Step draw_acts(Ui& ui, const ThingView& thing, ThingsState& state) {
  ui.gap(0.5f);
  Step step;
  const Flow flow(ui, Align::left, 0.4f);
  const auto act = [&](std::string_view key) { return button(ui, ui.say(key), {.kind = ButtonKind::plain, .id = thing.id}); };
  if (!thing.mine) {
    if (act("thing.ask")) open_form(state, thing, RemarkKind::ask);
    if (act("thing.cheer")) open_form(state, thing, RemarkKind::cheer);
    if (thing.wants_advice && act("thing.advise")) open_form(state, thing, RemarkKind::reply);
    return step;
  }
  if (!thing.remarks.empty() && act("thing.answer")) open_form(state, thing, RemarkKind::reply);
  if (!thing.wants_advice && act("thing.want_advice")) step = Step::want(client::SayRemark{RemarkKind::ask, thing.id, {}});
  if (act("thing.remove")) step = Step::want(client::RemoveItem{thing.id});
  return step;
}

Step draw_thing(Ui& ui, const client::Model& model, const ThingView& thing, ThingsState& state) {
  const Panel panel(ui, thing.mine ? PanelKind::raised : PanelKind::sunken, 0.9f);
  if (thing.list == client::SharedList::coming)
    prose(ui, thing.when.empty() ? ui.say("thing.coming") : thing.when, {.face = Face::small, .color = ui.theme.colors.accent_text});
  prose(ui, thing.text, {.role = "thing"});
  draw_remarks(ui, model, thing);
  return state.about == thing.id ? draw_form(ui, thing, state) : draw_acts(ui, thing, state);
}

Step draw_adding(Ui& ui, const client::Model& model, ThingsState& state) {
  const std::array<std::string_view, 2> lists{ui.say("thing.into"), ui.say("thing.coming")};
  chips(ui, lists, state.list);
  ui.gap(0.6f);
  const bool sent = field(ui, ui.say("thing.add_label"), state.added,
                          {.placeholder = state.list == 0 ? ui.say("thing.into_placeholder") : ui.say("thing.coming_placeholder")})
                        .submitted;
  std::optional<client::Moment> at;
  bool is_dated = true;
  if (state.list == 1) {
    ui.gap(0.6f);
    const auto typed = state.when.editor.text();
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(ui.wall);
    at = client::read_moment(typed, model.me.zone, now, 12 * 60);
    is_dated = !has_words(state.when) || at.has_value();
    field(ui, ui.say("thing.when"), state.when, {.hint = ui.say("thing.when_hint"), .problem = is_dated ? std::string_view() : ui.say("thing.when_problem")});
  }
  ui.gap(0.7f);
  const Flow flow(ui);
  const bool ready = has_words(state.added) && is_dated;
  if (!(button(ui, ui.say("thing.add"), {.enabled = ready}) || (sent && ready))) return {};
  state.when.editor.wipe();
  return Step::want(client::PutItem{state.list == 0 ? client::SharedList::into : client::SharedList::coming, {}, taken(state.added), at});
}

}  // namespace

Step draw_things(Ui& ui, const client::Model& model, ThingsState& state) {
  prose(ui, ui.say("thing.about", {{"partner", partner_at_start(ui, model)}}), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.8f);
  Step step;
  const auto list = [&](const std::vector<ThingView>& things, const std::string& none) {
    if (things.empty()) prose(ui, none, {.face = Face::italic, .color = ui.theme.colors.ink_faint});
    for (const auto& thing : things) {
      if (auto result = draw_thing(ui, model, thing, state)) step = std::move(result);
      ui.gap(0.7f);
    }
  };
  Columns columns(ui, 2, 17, 1.2f);
  prose(ui, ui.say("thing.mine"), {.face = Face::strong, .role = "heading"});
  ui.gap(0.5f);
  list(model.things->mine, ui.say("thing.none_mine"));
  ui.gap(0.4f);
  if (auto added = draw_adding(ui, model, state)) step = std::move(added);
  columns.next();
  if (columns.is_folded()) ui.gap(1.2f);
  prose(ui, ui.say("thing.theirs", {{"partner", partner_at_start(ui, model)}}), {.face = Face::strong, .role = "heading"});
  ui.gap(0.5f);
  list(model.things->partners, ui.say("thing.none_theirs", {{"partner", partner_at_start(ui, model)}}));
  return step;
}

}  // namespace twinlamp::ui

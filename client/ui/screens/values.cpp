#include "client/ui/screens/values.h"

#include <algorithm>

#include "client/practices/step_words.h"
#include "client/practices/values_picture.h"
#include "client/ui/kit/overlap.h"
#include "client/ui/kit/talk_ring.h"
#include "client/ui/screens/form.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

using client::CheckBack;
using client::StepKind;
using client::TakeStep;

struct ActionForm {
  Writing action{{.bytes = client::answer_limits::note}};
  bool suggests_other = false;
};

Step draw_check_back(Ui& ui, const std::string& round) {
  prose(ui, ui.say("values_page.how_was_it"), {.face = Face::reading, .role = "heading"});
  prose(ui, ui.say("values_page.how_was_it_about"), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.5f);
  Step step;
  const Flow flow(ui, Align::left, 0.5f);
  for (int choice = 1; choice <= client::check_backs; ++choice)
    if (button(ui, client::check_back_name(CheckBack(choice), ui.words), {.id = round}))
      step = Step::want(TakeStep{.round = round, .kind = StepKind::check_back, .choice = choice});
  return step;
}

void draw_how_it_went(Ui& ui, const client::Model& model, CheckBack mine, CheckBack partners) {
  const ProseLook look{.face = Face::small, .color = ui.theme.colors.ink_soft};
  if (mine != CheckBack::unsaid)
    prose(ui, ui.say("values_page.mine", {{"choice", client::check_back_name(mine, ui.words)}}), look);
  if (partners != CheckBack::unsaid)
    prose(ui,
          ui.say("values_page.partners",
                 {{"partner", partner_at_start(ui, model)}, {"choice", client::check_back_name(partners, ui.words)}}),
          look);
}

bool is_due(const client::Model& model, const std::string& round) {
  return std::any_of(model.values->actions.begin(), model.values->actions.end(),
                     [&](const auto& action) { return action.round == round && action.is_due; });
}

Step draw_agreed(Ui& ui, const RoundPage& page) {
  const auto& values = *page.round.values;
  const Panel panel(ui, PanelKind::raised, 1.2f);
  prose(ui, ui.say("values_page.agreed"), {.face = Face::small, .color = ui.theme.colors.accent_text});
  prose(ui, values.action, {.face = Face::reading, .role = "action"});
  draw_how_it_went(ui, page.model, values.mine, values.partners);
  if (!values.may_check_back || !is_due(page.model, page.round.id)) return {};
  ui.gap(0.9f);
  return draw_check_back(ui, page.round.id);
}

Step draw_suggestion(Ui& ui, const RoundPage& page, ActionForm& form) {
  const auto& values = *page.round.values;
  const Panel panel(ui, PanelKind::raised, 1.2f);
  prose(ui, ui.say("values_page.partner_suggests", {{"partner", partner_at_start(ui, page.model)}}),
        {.face = Face::small, .color = ui.theme.colors.accent_text});
  prose(ui, values.partners_suggestion, {.face = Face::reading, .role = "action"});
  ui.gap(0.7f);
  const Flow flow(ui);
  if (button(ui, ui.say("values_page.agree"), {.kind = ButtonKind::main}))
    return Step::want(
        TakeStep{.round = page.round.id, .kind = StepKind::agree, .about = values.partners_suggestion_id});
  if (values.may_suggest && !form.suggests_other &&
      button(ui, ui.say("values_page.suggest_other"), {.kind = ButtonKind::plain}))
    form.suggests_other = form.action.wants_focus = true;
  return {};
}

Step draw_week(Ui& ui, const RoundPage& page, ActionForm& form) {
  const auto& values = *page.round.values;
  if (!values.action.empty()) return draw_agreed(ui, page);
  Step step;
  if (values.may_agree) {
    step = draw_suggestion(ui, page, form);
    ui.gap(1);
  }
  if (!values.my_suggestion.empty()) {
    prose(ui, values.my_suggestion, {.face = Face::reading, .role = "action"});
    prose(ui, ui.say("values_page.suggested", {{"partner", partner_at_start(ui, page.model)}}),
          {.color = ui.theme.colors.ink_soft});
    return step;
  }
  if (!values.may_suggest || (values.may_agree && !form.suggests_other)) return step;
  const FormLook look{ui.say("values_page.week"),    ui.say("values_page.week_about"),
                      ui.say("values_page.action"),  "",
                      ui.say("values_page.suggest"), "action"};
  if (draw_form(ui, form.action, look))
    step = Step::want(TakeStep{.round = page.round.id, .kind = StepKind::action, .text = taken(form.action)});
  return step;
}

void draw_differences(Ui& ui, const RoundPage& page, const client::ValuesPicture& picture, RoundState& state) {
  if (picture.differences.empty()) return;
  prose(ui, ui.say("values_page.differences"), {.face = Face::reading, .role = "heading"});
  prose(ui, ui.say("values_page.differences_about"), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.8f);
  std::vector<Talk> talks;
  for (const auto& difference : picture.differences)
    talks.push_back({difference.value,
                     difference.high_for_me
                         ? ui.say("values_page.difference_mine")
                         : ui.say("values_page.difference_partners", {{"partner", partner_at_start(ui, page.model)}})});
  const auto pressed = talk_ring(ui, talks);
  if (!pressed || !page.round.may_follow_up) return;
  // The question stands there to be changed: it is the person's own once it is asked.
  state.form = RoundState::Form::follow_up;
  state.question.editor.set_text(ui.say("values_page.ask_about", {{"value", talks[*pressed].label}}));
  state.question.wants_focus = true;
}

Step draw_action(Ui& ui, const client::Model& model, const client::ActionView& action) {
  const Panel panel(ui, action.is_due ? PanelKind::raised : PanelKind::outlined, 1.1f);
  prose(ui, ui.say("values_page.agreed_on", {{"date", action.agreed_on}}),
        {.face = Face::small, .color = ui.theme.colors.accent_text});
  prose(ui, action.action, {.face = Face::reading, .role = "action"});
  draw_how_it_went(ui, model, action.mine, action.partners);
  if (!action.is_due) return {};
  ui.gap(0.7f);
  return draw_check_back(ui, action.round);
}

constexpr std::size_t actions_shown = 6;

}  // namespace

Step draw_values(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  return practice_sheet(ui, page, state, area, [&] {
    auto actions = page.model.values->actions;
    std::stable_partition(actions.begin(), actions.end(), [](const auto& action) { return action.is_due; });
    sheet_heading(ui, ui.say("values_page.actions"));
    Step step;
    if (actions.empty())
      prose(ui, ui.say("values_page.no_actions"), {.face = Face::italic, .color = ui.theme.colors.ink_soft});
    for (std::size_t i = 0; i < std::min(actions.size(), actions_shown); ++i) {
      if (auto said = draw_action(ui, page.model, actions[i])) step = std::move(said);
      ui.gap(0.6f);
    }
    ui.gap(1.2f);
    return step;
  });
}

std::string values_wait(const Ui& ui, const client::Model& model) {
  const auto& actions = model.values->actions;
  const auto due = std::count_if(actions.begin(), actions.end(), [](const auto& action) { return action.is_due; });
  return due == 0 ? std::string() : ui.say("values_page.waits", {{"count", due}});
}

void draw_values_picture(Ui& ui, const RoundPage& page) {
  const auto picture = client::values_picture(page.round);
  if (!picture) return;
  ui.gap(1.4f);
  const auto& they = ui.say("values_page.only_partners", {{"partner", partner_at_start(ui, page.model)}});
  overlap_picture(ui, ui.say("values_page.picture"),
                  {{ui.say("values_page.only_mine"), picture->mine, ui.say("values_page.all_shared")},
                   {ui.say("values_page.shared"), picture->shared, ui.say("values_page.none_shared")},
                   {they, picture->partners, ui.say("values_page.all_shared")}});
  if (picture->first_for_both.empty()) return;
  ui.gap(0.8f);
  std::string names;
  for (const auto& value : picture->first_for_both) names += (names.empty() ? "" : ", ") + value;
  prose(ui, ui.say("values_page.first_for_both"),
        {.face = Face::small, .color = ui.theme.colors.accent_text, .align = Align::centre});
  prose(ui, names, {.face = Face::reading, .align = Align::centre, .role = "shared"});
}

Step draw_values_steps(Ui& ui, const RoundPage& page, RoundState& state) {
  auto& form = state.own.own<ActionForm>();
  if (const auto picture = client::values_picture(page.round)) {
    ui.gap(1.5f);
    draw_differences(ui, page, *picture, state);
  }
  ui.gap(1.5f);
  return draw_week(ui, page, form);
}

}  // namespace twinlamp::ui

#include "client/ui/screens/dates.h"

#include <algorithm>

#include "client/ui/screens/date_forms.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

using client::IdeaView;
using client::Model;
using client::PlanView;

constexpr std::size_t ideas_shown = 6;

// --- the visit

bool is_to_come(const Ui& ui, const Model& model) {
  return model.dates->visit && model.dates->visit->at > now_of(ui);
}

Step draw_visit(Ui& ui, const Model& model, DatesState& state) {
  if (state.form == DateForm::visit) return draw_visit_form(ui, model, state);
  if (!is_to_come(ui, model)) {
    if (button(ui, ui.say("dates.visit"), {.kind = ButtonKind::plain, .enabled = may_act(model)}))
      state.open(DateForm::visit);
    return {};
  }
  const Panel panel(ui, PanelKind::sunken, 1.4f);
  const auto& visit = *model.dates->visit;
  const int days = client::days_until(model.me.zone, now_of(ui), visit.at);
  prose(ui, days == 0 ? ui.say("dates.today") : ui.say("dates.days", {{"count", days}}),
        {.face = Face::card, .role = "countdown"});
  ui.gap(0.2f);
  prose(ui,
        ui.say("dates.visit_at", {{"mine", with_me(ui, model, visit.at)},
                                  {"theirs", with_them(ui, model, visit.at)},
                                  {"partner", partner_within(ui, model)}}),
        {.color = ui.theme.colors.ink_soft});
  if (!visit.text.empty()) prose(ui, visit.text, {.color = ui.theme.colors.ink_soft});
  ui.gap(0.5f);
  const Flow flow(ui);
  if (button(ui, ui.say("dates.visit_change"), {.kind = ButtonKind::plain})) state.open(DateForm::visit);
  if (visit.mine && button(ui, ui.say("dates.visit_none"), {.kind = ButtonKind::plain}))
    return Step::want(client::RemoveItem{visit.item});
  return {};
}

void draw_ideas(Ui& ui, const std::vector<IdeaView>& ideas) {
  for (std::size_t i = 0; i < std::min(ideas.size(), ideas_shown); ++i) {
    if (i > 0) ui.gap(0.5f);
    const Panel panel(ui, PanelKind::outlined, 0.9f);
    prose(ui, ideas[i].text, {.role = "idea"});
  }
}

void draw_before(Ui& ui, const Model& model) {
  if (!is_to_come(ui, model) || model.dates->before.empty()) return;
  const int days = client::days_until(model.me.zone, now_of(ui), model.dates->visit->at);
  if (days > client::days_before_a_visit) return;
  ui.gap(1.2f);
  sheet_heading(ui, ui.say("dates.before"));
  // Others each day, the same on both laptops while it is the same day with both.
  std::vector<IdeaView> some;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, model.dates->before.size()); ++i)
    some.push_back(model.dates->before[(std::size_t(days) * 3 + i) % model.dates->before.size()]);
  draw_ideas(ui, some);
}

// --- the date

std::string when_words(const Ui& ui, const Model& model, const PlanView& plan) {
  return ui.say("dates.when", {{"mine", with_me(ui, model, plan.at)},
                               {"theirs", with_them(ui, model, plan.at)},
                               {"partner", partner_within(ui, model)},
                               {"minutes", plan.minutes}});
}

void draw_plan(Ui& ui, const Model& model, const PlanView& plan, std::string_view above) {
  prose(ui, above, {.face = Face::small, .color = ui.theme.colors.accent_text});
  ui.gap(0.2f);
  prose(ui, plan.what, {.face = Face::card, .role = "plan"});
  ui.gap(0.2f);
  prose(ui, when_words(ui, model, plan), {.color = ui.theme.colors.ink_soft, .role = "when"});
}

std::string standing_of(const Ui& ui, const Model& model, const PlanView& plan) {
  const auto now = now_of(ui);
  if (client::is_over(plan, now)) return ui.say("dates.over");
  if (plan.at <= now) return ui.say("dates.is_now");
  const int days = client::days_until(model.me.zone, now, plan.at);
  return days == 0 ? ui.say("dates.is_today") : ui.say("dates.in_days", {{"count", days}});
}

Step draw_agreed(Ui& ui, const PracticePage& page, DatesState& state) {
  const auto& dates = *page.model.dates;
  const bool over = client::is_over(*dates.agreed, now_of(ui));
  const Panel panel(ui, PanelKind::raised, 1.7f);
  draw_plan(ui, page.model, *dates.agreed, standing_of(ui, page.model, *dates.agreed));
  ui.gap(0.9f);
  const Flow flow(ui);
  if (over && button(ui, ui.say("dates.look_back"), {.kind = ButtonKind::main}))
    return Step::to(to_round(page, dates.round));
  if (over || !may_act(page.model)) return {};
  if (button(ui, ui.say("dates.calendar"))) state.form = DateForm::calendar;
  if (button(ui, ui.say("dates.other_time"), {.kind = ButtonKind::plain, .id = "change"})) state.open(DateForm::plan);
  if (button(ui, ui.say("dates.call_off"), {.kind = ButtonKind::plain}))
    return Step::want(client::CloseRound{dates.round});
  return {};
}

Step draw_proposals(Ui& ui, const Model& model, DatesState& state) {
  const auto& dates = *model.dates;
  const auto partner = partner_within(ui, model);
  Step step;
  if (dates.theirs) {
    const Panel panel(ui, PanelKind::raised, 1.7f);
    draw_plan(ui, model, *dates.theirs,
              ui.say("dates.theirs",
                     {{"partner", partner_at_start(ui, model)}}));
    ui.gap(0.9f);
    const Flow flow(ui);
    if (button(ui, ui.say("dates.agree"), {.kind = ButtonKind::main, .enabled = may_act(model)}))
      step = Step::want(client::TakeStep{dates.round, client::StepKind::agree_plan, 0, {}, dates.theirs->step});
    if (button(ui, ui.say("dates.other_time"), {.kind = ButtonKind::plain, .id = "theirs"})) state.open(DateForm::plan);
  }
  if (dates.mine) {
    if (dates.theirs) ui.gap(0.7f);
    const Panel panel(ui, PanelKind::outlined, 1.4f);
    draw_plan(ui, model, *dates.mine, ui.say("dates.mine", {{"partner", partner}}));
    ui.gap(0.6f);
    if (button(ui, ui.say("dates.other_time"), {.kind = ButtonKind::plain, .id = "mine"})) state.open(DateForm::plan);
  }
  return step;
}

Step draw_date(Ui& ui, const PracticePage& page, DatesState& state) {
  const auto& dates = *page.model.dates;
  ui.gap(1.4f);
  sheet_heading(ui, ui.say("dates.next"));
  Step step;
  if (dates.agreed) step = draw_agreed(ui, page, state);
  if (dates.agreed && (dates.mine || dates.theirs)) ui.gap(0.7f);
  if (auto proposed = draw_proposals(ui, page.model, state)) step = std::move(proposed);
  if (state.form == DateForm::calendar) {
    ui.gap(0.7f);
    if (auto saved = draw_calendar_form(ui, page.model, state)) step = std::move(saved);
  }
  if (state.form == DateForm::plan) {
    ui.gap(0.7f);
    if (auto planned = draw_plan_form(ui, page.model, state)) step = std::move(planned);
  } else if (!dates.agreed && !dates.mine && !dates.theirs) {
    prose(ui, ui.say("dates.none"), {.color = ui.theme.colors.ink_soft});
    ui.gap(0.7f);
    if (button(ui, ui.say("dates.plan"), {.kind = ButtonKind::main, .enabled = may_act(page.model)}))
      state.open(DateForm::plan);
  }
  return step;
}

// --- what to do

void draw_challenge(Ui& ui, const Model& model, DatesState& state) {
  const auto* challenge =
      client::challenge_of(*model.dates, client::local_time(model.me.zone, now_of(ui)).day, state.more);
  if (!challenge) return;
  ui.gap(1.4f);
  sheet_heading(ui, ui.say("dates.seven"));
  const Panel panel(ui, PanelKind::sunken, 1.2f);
  prose(ui, challenge->text, {.face = Face::reading, .role = "challenge"});
  ui.gap(0.5f);
  if (button(ui, ui.say("dates.another"), {.kind = ButtonKind::plain})) ++state.more;
}

Step draw_mutual(Ui& ui, const Model& model, DatesState& state) {
  const auto& dates = *model.dates;
  ui.gap(1.4f);
  sheet_heading(ui, ui.say("dates.mutual"));
  if (dates.mutual.empty()) prose(ui, ui.say("dates.mutual_none"), {.color = ui.theme.colors.ink_soft});
  for (std::size_t i = 0; i < std::min(dates.mutual.size(), ideas_shown); ++i) {
    const auto& idea = dates.mutual[i];
    if (i > 0) ui.gap(0.5f);
    const Panel panel(ui, PanelKind::outlined, 0.9f);
    prose(ui, idea.text, {.role = "idea"});
    if (!button(ui, ui.say("dates.plan_this"), {.kind = ButtonKind::plain, .enabled = may_act(model), .id = idea.id}))
      continue;
    state.open(DateForm::plan);
    state.what.editor.set_text(idea.text);
  }
  if (dates.ideas_card.empty()) return {};
  ui.gap(0.5f);
  if (button(ui, ui.say("dates.mark"), {.enabled = may_act(model)}))
    return Step::want(client::AskCard{dates.ideas_card});
  return {};
}

Step draw_surprises(Ui& ui, const Model& model, DatesState& state) {
  ui.gap(1.4f);
  sheet_heading(ui, ui.say("dates.surprise"));
  const auto partner = partner_within(ui, model);
  prose(ui, ui.say("dates.surprise_about", {{"partner", partner}}), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.6f);
  Step step;
  for (const auto& gift : model.dates->surprises) {
    const Panel panel(ui, PanelKind::outlined, 1);
    prose(ui, gift->text, {.role = "gift"});
    prose(ui, ui.say("dates.surprise_waits", {{"moment", gift->opens}, {"partner", partner}}),
          {.face = Face::small, .color = ui.theme.colors.ink_soft});
    if (button(ui, ui.say("gifts.take_back"), {.kind = ButtonKind::plain, .id = gift->id}))
      step = Step::want(client::TakeBackGift{gift->id});
  }
  if (!model.dates->surprises.empty()) ui.gap(0.6f);
  if (state.form == DateForm::surprise) {
    if (auto sealed = draw_surprise_form(ui, model, state)) step = std::move(sealed);
  } else if (button(ui, ui.say("dates.surprise_make"), {.enabled = may_act(model)})) {
    state.open(DateForm::surprise);
  }
  ui.gap(1.4f);
  return step;
}

}  // namespace

Step draw_dates(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  auto& own = state.own<DatesState>();
  const auto draw = [&] {
    auto step = draw_visit(ui, page.model, own);
    draw_before(ui, page.model);
    if (auto date = draw_date(ui, page, own)) step = std::move(date);
    draw_challenge(ui, page.model, own);
    if (auto ideas = draw_mutual(ui, page.model, own)) step = std::move(ideas);
    if (auto surprise = draw_surprises(ui, page.model, own)) step = std::move(surprise);
    ui.pacer().wake_at(ui.now + std::chrono::minutes(1));
    return step;
  };
  return practice_sheet(ui, page, state, area, draw);
}

std::string dates_wait(const Ui& ui, const Model& model) {
  const auto& dates = *model.dates;
  if (dates.theirs)
    return ui.say("dates.wait_proposed",
                  {{"partner", partner_at_start(ui, model)}});
  if (!dates.agreed) return {};
  const auto now = now_of(ui);
  if (client::is_over(*dates.agreed, now)) return ui.say("dates.wait_over");
  return client::days_until(model.me.zone, now, dates.agreed->at) == 0 ? ui.say("dates.wait_today") : std::string();
}

Step draw_date_line(Ui& ui, const Model& model) {
  const auto line = dates_wait(ui, model);
  if (line.empty()) return {};
  ui.gap(0.9f);
  const auto& dates = *model.dates;
  const auto& plan = dates.theirs ? *dates.theirs : *dates.agreed;
  if (!list_row(ui, "date", line, plan.what, with_me(ui, model, plan.at))) return {};
  return Step::to({.to = Route::To::practice, .practice = 9});
}

bool is_date_ahead(const Ui& ui, const Model& model, const std::string& round) {
  return client::is_ahead(*model.dates, round, now_of(ui));
}

}  // namespace twinlamp::ui

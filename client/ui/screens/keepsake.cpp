#include "client/ui/screens/keepsake.h"

#include <map>

#include "client/keepsake_lines.h"
#include "client/ui/kit/choice.h"
#include "client/ui/kit/empty_state.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

using View = KeepsakeState::View;

void draw_backup_button(Ui& ui, KeepsakeState& state) {
  if (button(ui, ui.say("backup.open"), {.kind = ButtonKind::plain})) state.backup.is_open = !state.backup.is_open;
}

void draw_views(Ui& ui, KeepsakeState& state) {
  const std::pair<View, std::string_view> views[] = {
      {View::time, "keepsake.by_time"}, {View::this_day, "keepsake.this_day"}, {View::charts, "keepsake.charts"}};
  const Flow flow(ui, Align::left, 0.5f);
  for (const auto& [view, key] : views)
    if (chip(ui, ui.say(key), state.view == view, "view")) state.view = view;
  if (state.view != View::charts && button(ui, ui.say("keepsake.copy"), {.kind = ButtonKind::plain}))
    state.copy.is_open = !state.copy.is_open;
  draw_backup_button(ui, state);
}

// What is kept apart has a filter too, at the end, unless it is locked away.
void draw_practices(Ui& ui, const client::Model& model, KeepsakeState& state) {
  std::map<int, std::string> practices, apart;
  for (const auto& round : *model.keepsake)
    (round.is_apart ? apart : practices).try_emplace(round.practice, round.practice_name);
  if (!model.shows_apart) apart.clear();
  if (!practices.contains(state.practice) && !apart.contains(state.practice)) state.practice = 0;
  if (practices.size() + apart.size() < 2) return;
  {
    const Flow flow(ui, Align::left, 0.5f);
    if (chip(ui, ui.say("keepsake.all"), state.practice == 0, "practice")) state.practice = 0;
    for (const auto* each : {&practices, &apart})
      for (const auto& [number, name] : *each)
        if (chip(ui, name, state.practice == number, "practice")) state.practice = number;
  }
  ui.gap(0.8f);
}

// Asks the app only when something has changed.
void find(const Ui& ui, const KeepsakePage& page, KeepsakeState& state) {
  const auto now = today(ui);
  if (state.of == page.model.keepsake && state.asked == state.words.editor.revision() && state.asked_practice == state.practice &&
      state.asked_view == state.view && state.asked_apart == page.model.shows_apart && state.asked_day == now && state.shown)
    return;
  state.of = page.model.keepsake;
  state.asked = state.words.editor.revision();
  state.asked_practice = state.practice;
  state.asked_view = state.view;
  state.asked_apart = page.model.shows_apart;
  state.asked_day = now;
  ++state.list;
  const auto found = state.view == View::time ? page.app.search(state.words.editor.text()) : page.model.keepsake;
  client::KeepsakeChoice choice{state.practice, {}, page.model.shows_apart};
  if (state.view == View::this_day) choice = {0, now, page.model.shows_apart};
  state.shown = std::make_shared<const client::Keepsake>(client::chosen_lines(*found, choice));
}

std::string lines_of(const Ui& ui, const client::RoundSummary& round, const client::Model& model) {
  if (round.gift) {
    const auto& partner = partner_at_start(ui, model);
    return round.gift->mine ? ui.say("keepsake.gift.mine") : ui.say("keepsake.gift.theirs", {{"partner", partner}});
  }
  if (!round.answered) return ui.say("round.standing.unanswered");
  return ui.say("keepsake.lines",
                {{"mine", round.mine},
                 {"partner", model.partner.name.empty() ? ui.say("partner.bare") : model.partner.name},
                 {"theirs", round.partners}});
}

Step draw_rows(Ui& ui, const client::Model& model, KeepsakeState& state) {
  Step step;
  const auto& rounds = *state.shown;
  state.rows.draw(ui, rounds.size(), state.list, ui.px(7), [&](std::size_t i) {
    const auto& round = rounds[i];
    if (i == 0 || rounds[i - 1].month != round.month) {
      ui.gap(i == 0 ? 0.2f : 1.1f);
      prose(ui, round.month, {.face = Face::strong, .color = ui.theme.colors.ink_soft, .role = "heading"});
      ui.gap(0.55f);
    }
    if (list_row(ui, round.id, round.practice_name + "  ·  " + round.date, round.prompt, lines_of(ui, round, model)))
      step = round.gift ? Step::to({.to = Route::To::practice, .practice = round.practice})
                        : Step::to({Route::To::round, round.id, Route::To::keepsake});
    ui.gap(0.55f);
  });
  return step;
}

}  // namespace

Step draw_keepsake(Ui& ui, const KeepsakePage& page, KeepsakeState& state, const Rect& area) {
  const Page sheet(ui, "keepsake", area, 42);
  page_title(ui, ui.say("keepsake.title"), ui.say("keepsake.about"));
  if (page.model.keepsake->empty()) {
    draw_backup_button(ui, state);
    ui.gap(0.6f);
    if (auto backup = draw_backup(ui, page.model, state.backup)) return backup;
    if (empty_state(ui, {Drawing::jar, ui.say("keepsake.none"), ui.say("tonight.title")}))
      return Step::to({Route::To::tonight});
    return {};
  }
  draw_views(ui, state);
  ui.gap(0.8f);
  if (auto backup = draw_backup(ui, page.model, state.backup)) return backup;
  if (state.view == View::time) {
    field(ui, ui.say("keepsake.search"), state.words, {.placeholder = ui.say("keepsake.search_placeholder")});
    ui.gap(0.9f);
  }
  if (state.view == View::charts) return draw_keepsake_charts(ui, page.model, state), Step{};
  if (state.view == View::time) draw_practices(ui, page.model, state);
  find(ui, page, state);
  auto step = draw_export(ui, page.model, *state.shown, state.copy);
  if (state.shown->empty()) {
    prose(ui, ui.say(state.view == View::this_day ? "keepsake.no_memory" : "keepsake.not_found"),
          {.face = Face::italic, .color = ui.theme.colors.ink_soft});
    return step;
  }
  if (auto row = draw_rows(ui, page.model, state)) return row;
  return step;
}

}  // namespace twinlamp::ui

#include "client/ui/screens/keepsake.h"

#include <map>

#include "client/ui/kit/choice.h"
#include "client/ui/kit/empty_state.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

void draw_practices(Ui& ui, const client::Keepsake& rounds, KeepsakeState& state) {
  std::map<int, std::string> practices;
  for (const auto& round : rounds) practices.try_emplace(round.practice, round.practice_name);
  if (practices.size() < 2) return;
  {
    const Flow flow(ui, Align::left, 0.5f);
    if (chip(ui, ui.say("keepsake.all"), state.practice == 0, "practice")) state.practice = 0;
    for (const auto& [number, name] : practices)
      if (chip(ui, name, state.practice == number, "practice")) state.practice = number;
  }
  ui.gap(0.8f);
}

// Asks the app only when something has changed.
void find(const KeepsakePage& page, KeepsakeState& state) {
  if (state.of == page.model.keepsake && state.asked == state.words.editor.revision() &&
      state.asked_practice == state.practice && state.shown)
    return;
  state.of = page.model.keepsake;
  state.asked = state.words.editor.revision();
  state.asked_practice = state.practice;
  state.shown = page.app.search(state.words.editor.text());
  ++state.list;
  if (state.practice == 0) return;
  std::vector<client::Keepsake::Line> lines;
  for (const auto& line : state.shown->lines())
    if (line->practice == state.practice) lines.push_back(line);
  state.shown = std::make_shared<const client::Keepsake>(std::move(lines));
}

std::string lines_of(const Ui& ui, const client::RoundSummary& round, const client::Model& model) {
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
      step = Step::to({Route::To::round, round.id, Route::To::keepsake});
    ui.gap(0.55f);
  });
  return step;
}

}  // namespace

Step draw_keepsake(Ui& ui, const KeepsakePage& page, KeepsakeState& state, const Rect& area) {
  const Page sheet(ui, "keepsake", area, 42);
  page_title(ui, ui.say("keepsake.title"), ui.say("keepsake.about"));
  const auto& rounds = *page.model.keepsake;
  if (rounds.empty()) {
    if (empty_state(ui, {Drawing::jar, ui.say("keepsake.none"), ui.say("tonight.title")}))
      return Step::to({Route::To::tonight});
    return {};
  }
  field(ui, ui.say("keepsake.search"), state.words, {.placeholder = ui.say("keepsake.search_placeholder")});
  ui.gap(0.9f);
  draw_practices(ui, rounds, state);
  find(page, state);
  if (state.shown->empty()) {
    prose(ui, ui.say("keepsake.not_found"), {.face = Face::italic, .color = ui.theme.colors.ink_soft});
    return {};
  }
  return draw_rows(ui, page.model, state);
}

}  // namespace twinlamp::ui

#include "client/ui/screens/keepsake.h"

#include <map>

#include "client/ui/kit/choice.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

void draw_practices(Ui& ui, const std::vector<client::RoundSummary>& rounds, KeepsakeState& state) {
  std::map<int, std::string> practices;
  for (const auto& round : rounds) practices.emplace(round.practice, round.practice_name);
  if (practices.size() < 2) return;
  {
    const Flow flow(ui, Align::left, 0.5f);
    if (chip(ui, ui.say("keepsake.all"), state.practice == 0, "practice")) state.practice = 0;
    for (const auto& [number, name] : practices)
      if (chip(ui, name, state.practice == number, "practice")) state.practice = number;
  }
  ui.gap(1);
}

std::string lines_of(const Ui& ui, const client::RoundSummary& round, const client::Model& model) {
  if (!round.answered) return ui.say("round.standing.unanswered");
  return ui.say("keepsake.lines",
                {{"mine", round.mine},
                 {"partner", model.partner.name.empty() ? ui.say("partner.bare") : model.partner.name},
                 {"theirs", round.partners}});
}

}  // namespace

Step draw_keepsake(Ui& ui, const client::Model& model, KeepsakeState& state, const Rect& area) {
  const Page page(ui, "keepsake", area, 42);
  page_title(ui, ui.say("keepsake.title"), ui.say("keepsake.about"));
  const auto& rounds = *model.keepsake;
  if (rounds.empty()) {
    prose(ui, ui.say("keepsake.none"), {.face = Face::italic, .color = ui.theme.colors.ink_soft});
    return {};
  }
  draw_practices(ui, rounds, state);
  Step step;
  std::size_t drawn = 0;
  for (const auto& round : rounds) {
    if (state.practice != 0 && round.practice != state.practice) continue;
    if (drawn++ >= state.shown) continue;
    if (list_row(ui, round.id, round.practice_name + "  ·  " + round.date, round.prompt, lines_of(ui, round, model)))
      step = Step::to({Route::To::round, round.id, Route::To::keepsake});
    ui.gap(0.55f);
  }
  ui.gap(0.6f);
  if (drawn > state.shown && button(ui, ui.say("keepsake.older"), {.centred = true})) state.shown += 60;
  return step;
}

}  // namespace twinlamp::ui

#include "client/ui/screens/heard.h"

#include <algorithm>

#include "client/ui/kit/empty_state.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

using Rounds = std::vector<client::RoundRef>;

Rounds receiving(const client::Model& model, bool for_me) {
  Rounds found;
  for (const auto& round : model.open_rounds)
    if (round->phase == client::RoundPhase::receiving && waits_for_me(*round) == for_me) found.push_back(round);
  return found;
}

Step draw_list(Ui& ui, const PracticePage& page, std::string_view heading, const Rounds& rounds) {
  if (rounds.empty()) return {};
  sheet_heading(ui, heading);
  Step step;
  for (const auto& round : rounds) {
    if (round_row(ui, *round, page.model.partner.name)) step = Step::to(to_round(page, round->id));
    ui.gap(0.55f);
  }
  ui.gap(1.2f);
  return step;
}

}  // namespace

Step draw_heard(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  const auto own = [&] {
    const auto mine = receiving(page.model, true), theirs = receiving(page.model, false);
    if (mine.empty() && theirs.empty()) {
      ui.gap(1);
      empty_state(ui, {Drawing::letter, ui.say("heard.none")});
      return Step{};
    }
    auto step = draw_list(ui, page, ui.say("heard.mine"), mine);
    if (auto other = draw_list(ui, page, ui.say("heard.theirs"), theirs)) step = std::move(other);
    return step;
  };
  return practice_sheet(ui, page, state, area, own, {.has_cards = false, .has_rounds = false});
}

std::string heard_waits(const Ui& ui, const client::Model& model) {
  const auto mine = receiving(model, true).size();
  return mine == 0 ? std::string() : ui.say("heard.waits", {{"count", mine}});
}

}  // namespace twinlamp::ui

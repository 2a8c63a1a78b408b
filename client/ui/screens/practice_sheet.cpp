#include "client/ui/screens/practice_sheet.h"

#include <algorithm>

#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

Step draw_open(Ui& ui, const PracticePage& page) {
  const auto rounds = open_rounds_of(page.model, page.practice.number);
  if (rounds.empty()) return {};
  sheet_heading(ui, ui.say("practices.open"));
  Step step;
  for (const auto& round : rounds) {
    if (list_row(ui, round->id, {}, round->card.prompt, standing(ui, *round, page.model.partner.name)))
      step = Step::to(to_round(page, round->id));
    ui.gap(0.55f);
  }
  ui.gap(1.2f);
  return step;
}

}  // namespace

void sheet_heading(Ui& ui, std::string_view words) {
  prose(ui, words, {.face = Face::strong, .color = ui.theme.colors.ink_soft, .role = "heading"});
  ui.gap(0.6f);
}

void how_it_goes(Ui& ui, std::string_view heading, std::string_view list, std::size_t count) {
  {
    const Panel panel(ui, PanelKind::sunken, 1.1f);
    prose(ui, heading, {.face = Face::strong, .color = ui.theme.colors.ink_soft, .role = "heading"});
    for (std::size_t i = 0; i < count; ++i) {
      ui.gap(0.45f);
      const auto pen = ui.pen;
      put_line(ui, Face::strong, ui.theme.colors.accent_text, pen.x, pen.y, std::to_string(i + 1));
      ui.pen.x += ui.px(1.4f), ui.pen.width -= ui.px(1.4f);
      prose(ui, ui.words.nth(list, i), {.color = ui.theme.colors.ink_soft});
      ui.pen.x = pen.x, ui.pen.width = pen.width;
    }
  }
  ui.gap(1.3f);
}

std::vector<client::RoundRef> open_rounds_of(const client::Model& model, int practice) {
  std::vector<client::RoundRef> found;
  for (const auto& round : model.open_rounds)
    if (round->card.practice == practice) found.push_back(round);
  std::stable_partition(found.begin(), found.end(), [](const auto& round) { return waits_for_me(*round); });
  return found;
}

Route to_round(const PracticePage& page, const std::string& round) {
  return {Route::To::round, round, Route::To::practice, page.practice.number};
}

Step practice_sheet(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area,
                    const std::function<Step()>& own, const SheetLook& look) {
  Step step;
  {
    const Page sheet(ui, "practice-" + page.practice.slug, area, look.widest);
    {
      const Flow flow(ui);
      if (button(ui, ui.say("button.back"), {.kind = ButtonKind::plain})) step = Step::to({Route::To::practices});
    }
    ui.gap(0.4f);
    page_title(ui, page.practice.name, page.practice.about);
    held_line(ui, page.model);
    if (own) {
      if (auto result = own()) step = std::move(result);
    }
    if (look.has_rounds) {
      if (auto open = draw_open(ui, page)) step = std::move(open);
    }
    if (look.has_cards) {
      if (auto cards = draw_cards(ui, page.model, page.practice, state.cards, look.cards)) step = std::move(cards);
    }
  }
  if (auto asked = draw_card_looked_at(ui, page.model, state.cards)) step = std::move(asked);
  return step;
}

}  // namespace twinlamp::ui

#include "client/ui/screens/cards.h"

#include <algorithm>
#include <map>

#include "client/ui/kit/choice.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

const std::string& depth_words(const Ui& ui, int depth) {
  return ui.words.nth("cards.depths", std::size_t(std::clamp(depth, 1, 5) - 1));
}

const std::string& kind_words(const Ui& ui, client::CardKind kind) {
  return ui.say("cards.kind." + std::string(client::name_of(kind)));
}

void draw_practices(Ui& ui, const std::vector<client::CardView>& cards, CardsState& state) {
  std::map<int, std::string> practices;
  for (const auto& card : cards) practices.emplace(card.practice, card.practice_name);
  if (!practices.contains(state.practice)) state.practice = practices.begin()->first;
  const Flow flow(ui, Align::left, 0.5f);
  for (const auto& [number, name] : practices)
    if (chip(ui, name, state.practice == number, "practice")) state.practice = number;
}

Step draw_question(Ui& ui, const client::CardView& card, CardsState& state, bool may_ask) {
  const Dialog dialog(ui, card.prompt);
  if (!card.why.empty()) prose(ui, card.why, {.color = ui.theme.colors.ink_soft});
  ui.gap(0.3f);
  prose(ui, ui.say("cards.answered_by", {{"kind", kind_words(ui, card.kind)}}), {.color = ui.theme.colors.ink_soft});
  ui.gap(1.2f);
  Step step;
  const Flow flow(ui);
  if (button(ui, ui.say("cards.ask"), {.kind = ButtonKind::main, .enabled = may_ask}))
    step = Step::want(client::AskCard{card.id});
  if (button(ui, ui.say("cards.not_now"), {.kind = ButtonKind::plain}) || dialog.wants_to_close() || step)
    state.looked_at.clear();
  return step;
}

}  // namespace

Step draw_cards(Ui& ui, const client::Model& model, CardsState& state, const Rect& area) {
  const auto& cards = *model.cards;
  {
    const Page page(ui, "cards", area, 52);
    page_title(ui, ui.say("cards.title"), ui.say("cards.about"));
    if (cards.empty()) {
      prose(ui, ui.say("cards.none"), {.color = ui.theme.colors.ink_soft});
      return {};
    }
    draw_practices(ui, cards, state);
    ui.gap(1.1f);
    Columns columns(ui, 2, 19, 0.8f);
    std::vector<const client::CardView*> shown;
    for (const auto& card : cards)
      if (card.practice == state.practice) shown.push_back(&card);
    const auto half = columns.is_folded() ? shown.size() : (shown.size() + 1) / 2;
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (i == half) columns.next();
      if (list_row(ui, shown[i]->id, depth_words(ui, shown[i]->depth) + ", " + kind_words(ui, shown[i]->kind),
                   shown[i]->prompt, {}))
        state.looked_at = shown[i]->id;
      ui.gap(0.6f);
    }
  }
  const auto card =
      std::find_if(cards.begin(), cards.end(), [&](const auto& each) { return each.id == state.looked_at; });
  if (card == cards.end()) return {};
  return draw_question(ui, *card, state, model.stage == client::Stage::paired && model.both_confirmed);
}

}  // namespace twinlamp::ui

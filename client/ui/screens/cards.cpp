#include "client/ui/screens/cards.h"

#include <algorithm>
#include <map>

#include "client/ui/kit/choice.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

std::string depth_words(int depth) {
  static const char* const words[] = {"light", "light", "easy", "open", "deep", "very deep"};
  return words[std::clamp(depth, 0, 5)];
}

std::string kind_words(client::CardKind kind) {
  switch (kind) {
    case client::CardKind::text:
      return "in your own words";
    case client::CardKind::choice:
      return "one choice";
    case client::CardKind::scale:
      return "a scale";
    case client::CardKind::feeling:
      return "a feeling";
  }
  return {};
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
  prose(ui, "Both of you will answer it: " + kind_words(card.kind) + ".", {.color = ui.theme.colors.ink_soft});
  ui.gap(1.2f);
  Step step;
  const Flow flow(ui);
  if (button(ui, "Ask this", {.kind = ButtonKind::main, .enabled = may_ask}))
    step = Step::want(client::AskCard{card.id});
  if (button(ui, "Not now", {.kind = ButtonKind::plain}) || dialog.wants_to_close() || step) state.looked_at.clear();
  return step;
}

}  // namespace

Step draw_cards(Ui& ui, const client::Model& model, CardsState& state, const Rect& area) {
  const auto& cards = *model.cards;
  {
    const Page page(ui, "cards", area, 52);
    page_title(ui, "Cards", "Choose one; it opens for both of you.");
    if (cards.empty()) {
      prose(ui, "There are no cards here. Install Twinlamp's decks, or start it with a folder that has some.",
            {.color = ui.theme.colors.ink_soft});
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
      if (list_row(ui, shown[i]->id, depth_words(shown[i]->depth) + ", " + kind_words(shown[i]->kind), shown[i]->prompt,
                   {}))
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

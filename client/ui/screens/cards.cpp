#include "client/ui/screens/cards.h"

#include <algorithm>
#include <vector>

#include "client/ui/kit/choice.h"
#include "client/ui/screens/repair_card.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

const std::string& depth_words(const Ui& ui, int depth) {
  return ui.words.nth("cards.depths", std::size_t(std::clamp(depth, 1, 5) - 1));
}

const std::string& kind_words(const Ui& ui, client::CardKind kind) {
  return ui.say("cards.kind." + std::string(client::name_of(kind)));
}

std::vector<const client::CardView*> cards_of(const client::Model& model, int practice) {
  std::vector<const client::CardView*> found;
  for (const auto& card : *model.cards)
    if (card.practice == practice) found.push_back(&card);
  std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->depth < b->depth; });
  return found;
}

Step draw_next(Ui& ui, const client::Model& model, const client::CardView& card, CardsState& state) {
  const Panel panel(ui, PanelKind::raised, 1.4f);
  prose(ui, depth_words(ui, card.depth) + ", " + kind_words(ui, card.kind),
        {.face = Face::small, .color = ui.theme.colors.accent_text});
  ui.gap(0.2f);
  prose(ui, card.prompt, {.face = Face::card, .role = "prompt"});
  ui.gap(0.9f);
  const Flow flow(ui);
  if (button(ui, ui.say("cards.ask"), {.kind = ButtonKind::main, .enabled = may_act(model), .id = "next"}))
    return Step::want(client::AskCard{card.id});
  if (!card.why.empty() && button(ui, ui.say("cards.look"), {.kind = ButtonKind::plain})) state.looked_at = card.id;
  return {};
}

// One chip for each depth that has a card.
void draw_depths(Ui& ui, const std::vector<const client::CardView*>& cards, CardsState& state) {
  const auto has = [&](int depth) {
    return std::any_of(cards.begin(), cards.end(), [&](const auto* card) { return card->depth == depth; });
  };
  if (!has(state.depth)) state.depth = cards.front()->depth;
  const Flow flow(ui, Align::left, 0.5f);
  for (int depth = 1; depth <= 5; ++depth)
    if (has(depth) && chip(ui, depth_words(ui, depth), state.depth == depth, "depth")) state.depth = depth;
}

Step draw_question(Ui& ui, const client::Model& model, const client::CardView& card, CardsState& state) {
  const Dialog dialog(ui, card.prompt);
  if (!card.why.empty()) prose(ui, card.why, {.color = ui.theme.colors.ink_soft});
  ui.gap(0.3f);
  prose(ui, ui.say("cards.answered_by", {{"kind", kind_words(ui, card.kind)}}), {.color = ui.theme.colors.ink_soft});
  ui.gap(1.2f);
  held_line(ui, model);
  Step step;
  const Flow flow(ui);
  if (button(ui, ui.say("cards.ask"), {.kind = ButtonKind::main, .enabled = may_act(model), .id = "dialog"}))
    step = Step::want(client::AskCard{card.id});
  if (button(ui, ui.say("cards.not_now"), {.kind = ButtonKind::plain}) || dialog.wants_to_close() || step)
    state.looked_at.clear();
  return step;
}

}  // namespace

Step draw_cards(Ui& ui, const client::Model& model, const client::PracticeView& practice, CardsState& state, const CardsLook& look) {
  const auto cards = cards_of(model, practice.number);
  if (cards.empty()) return {};
  Step step;
  const auto next =
      std::find_if(cards.begin(), cards.end(), [&](const auto* card) { return card->id == practice.next_card; });
  if (look.has_next && next != cards.end()) {
    prose(ui, ui.say("cards.next"), {.face = Face::strong, .color = ui.theme.colors.ink_soft, .role = "heading"});
    ui.gap(0.6f);
    step = draw_next(ui, model, **next, state);
    ui.gap(1.6f);
  }
  prose(ui, ui.say("cards.all"), {.face = Face::strong, .color = ui.theme.colors.ink_soft, .role = "heading"});
  ui.gap(0.6f);
  draw_depths(ui, cards, state);
  ui.gap(0.9f);
  if (state.depth > look.deepest) {
    prose(ui, ui.say("open_up.deeper"), {.face = Face::italic, .color = ui.theme.colors.ink_soft});
    return step;
  }
  std::vector<const client::CardView*> shown;
  for (const auto* card : cards)
    if (card->depth == state.depth) shown.push_back(card);
  Columns columns(ui, 2, 19, 0.8f);
  const auto half = columns.is_folded() ? shown.size() : (shown.size() + 1) / 2;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (i == half) columns.next();
    if (list_row(ui, shown[i]->id, kind_words(ui, shown[i]->kind), shown[i]->prompt, {}))
      state.looked_at = shown[i]->id;
    ui.gap(0.6f);
  }
  return step;
}

Step draw_card_looked_at(Ui& ui, const client::Model& model, CardsState& state) {
  const auto& cards = *model.cards;
  const auto card =
      std::find_if(cards.begin(), cards.end(), [&](const auto& each) { return each.id == state.looked_at; });
  if (card == cards.end()) return {};
  return draw_question(ui, model, *card, state);
}

}  // namespace twinlamp::ui

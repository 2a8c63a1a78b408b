#include "client/ui/kit/pile_sort.h"

#include <algorithm>

#include "client/ui/kit/button.h"
#include "client/ui/kit/choice.h"
#include "client/ui/kit/page.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

using client::Item;
using client::Pile;

const std::string& name_of(const Ui& ui, Pile pile) {
  switch (pile) {
    case Pile::most: return ui.say("piles.most");
    case Pile::some: return ui.say("piles.some");
    case Pile::least: break;
  }
  return ui.say("piles.least");
}

std::string number_of(Pile pile) { return std::to_string(static_cast<int>(pile)); }

const Item* in_hand(std::span<const Item> items, const Piles& piles, const PileState& state) {
  if (!state.in_hand.empty())
    if (const auto taken = std::ranges::find(items, state.in_hand, &Item::id); taken != items.end()) return &*taken;
  const auto next = std::ranges::find_if(items, [&](const Item& item) { return !piles.contains(item.id); });
  return next == items.end() ? nullptr : &*next;
}

void take_up(const std::string& id, Piles& piles, PileState& state) {
  piles.erase(id);
  std::erase(state.history, id);
  state.in_hand = id;
}

void put_down(const std::string& id, Pile pile, Piles& piles, PileState& state) {
  piles[id] = pile;
  std::erase(state.history, id);
  state.history.push_back(id);
  state.in_hand.clear();
}

void draw_in_hand(Ui& ui, const Item& item, std::size_t place, std::size_t count) {
  const Panel panel(ui, PanelKind::raised, 1.2f);
  const auto number = std::to_string(place) + "/" + std::to_string(count);
  prose(ui, ui.say("piles.place", {{"number", place}, {"count", count}}),
        {.face = Face::small, .color = ui.theme.colors.ink_faint, .align = Align::centre});
  ui.gap(0.3f);
  const auto rect = prose(ui, item.text, {.face = Face::card, .align = Align::centre, .role = ""});
  ui.record("item", item.text, rect, number);
  if (item.about.empty()) return;
  ui.gap(0.2f);
  prose(ui, item.about, {.color = ui.theme.colors.ink_soft, .align = Align::centre, .widest = 30});
}

// The digits that were typed, however many came since the last picture.
std::vector<Pile> typed_piles(Ui& ui, bool& takes_back) {
  std::vector<Pile> chosen;
  ui.input.drain([&](const KeyEvent& event) {
    if (event.key == Key::backspace && !event.control) return takes_back = true;
    if (event.key != Key::character || event.text < U'1' || event.text > U'3') return false;
    chosen.push_back(static_cast<Pile>(event.text - U'0'));
    return true;
  });
  return chosen;
}

// What lies in a pile; the one that was pressed.
std::string draw_pile(Ui& ui, std::span<const Item> items, const Piles& piles, Pile pile) {
  std::string taken;
  const Panel panel(ui, PanelKind::sunken, 0.9f);
  prose(ui, name_of(ui, pile), {.face = Face::strong, .color = ui.theme.colors.ink_soft, .role = "heading"});
  ui.gap(0.5f);
  const Flow flow(ui, Align::left, 0.4f);
  for (const auto& item : items)
    if (const auto its = piles.find(item.id); its != piles.end() && its->second == pile)
      if (chip(ui, item.text, false, number_of(pile))) taken = item.id;
  return taken;
}

struct Pressed {
  std::vector<Pile> piles;
  std::string taken;
};

// Each pile under its button, while there is something in hand.
Pressed draw_piles(Ui& ui, std::span<const Item> items, const Piles& piles, bool has_buttons) {
  Pressed out;
  Columns columns(ui, 3, 11, 0.9f);
  for (const auto pile : client::piles) {
    const auto label = ui.say("piles.put", {{"number", number_of(pile)}, {"pile", name_of(ui, pile)}});
    if (has_buttons && button(ui, label, {.wide = true})) out.piles.push_back(pile);
    ui.gap(0.6f);
    if (auto taken = draw_pile(ui, items, piles, pile); !taken.empty()) out.taken = std::move(taken);
    if (pile != Pile::least) columns.next();
    if (columns.is_folded()) ui.gap(0.8f);
  }
  return out;
}

}  // namespace

bool pile_sort(Ui& ui, std::span<const Item> items, Piles& piles, PileState& state) {
  std::erase_if(piles, [&](const auto& sorted) { return std::ranges::find(items, sorted.first, &Item::id) == items.end(); });
  const auto* item = in_hand(items, piles, state);
  bool changed = false, takes_back = false;
  std::vector<Pile> chosen;
  if (item != nullptr) {
    draw_in_hand(ui, *item, std::size_t(item - items.data()) + 1, items.size());
    ui.gap(0.8f);
    chosen = typed_piles(ui, takes_back);
  }
  auto pressed = draw_piles(ui, items, piles, item != nullptr);
  chosen.insert(chosen.end(), pressed.piles.begin(), pressed.piles.end());
  for (const auto pile : chosen) {
    const auto* next = in_hand(items, piles, state);
    if (next == nullptr) break;
    put_down(next->id, pile, piles, state);
    changed = true;
  }
  if (!state.history.empty()) {
    ui.gap(0.7f);
    if (button(ui, ui.say("piles.back"), {.kind = ButtonKind::plain, .centred = true})) takes_back = true;
    if (takes_back && !changed) pressed.taken = state.history.back();
  }
  if (!pressed.taken.empty()) {
    take_up(pressed.taken, piles, state);
    changed = true;
  }
  if (changed) ui.pacer().handle_event();
  return changed;
}

}  // namespace twinlamp::ui

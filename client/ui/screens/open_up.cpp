#include "client/ui/screens/open_up.h"

#include <algorithm>

#include "client/ui/kit/choice.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

using client::OpenUpArea;

struct OpenUpOwn {
  std::size_t card = 0, news = 0;  // which of those that fit: "another" takes the next
  std::string area;                // that `card` is of
};

const OpenUpArea* my_area(const client::OpenUpView& view) {
  const auto found = std::ranges::find(view.areas, true, &OpenUpArea::mine);
  return found == view.areas.end() ? nullptr : &*found;
}

const client::CardView* find_card(const client::Model& model, const std::vector<std::string>& ids, std::size_t place) {
  if (ids.empty()) return nullptr;
  const auto found = std::ranges::find(*model.cards, ids[place % ids.size()], &client::CardView::id);
  return found == model.cards->end() ? nullptr : &*found;
}

Step draw_areas(Ui& ui, const client::Model& model) {
  const auto& view = *model.open_up;
  sheet_heading(ui, ui.say("open_up.mine"));
  Step step;
  {
    const Flow flow(ui, Align::left, 0.5f);
    for (const auto& area : view.areas)
      if (chip(ui, area.name, area.mine, "area") && !area.mine && may_act(model))
        step = Step::want(client::PutItem{client::SharedList::area, view.my_area_item, area.id, {}});
  }
  ui.gap(0.5f);
  for (const auto& area : view.areas)
    if (area.partners)
      prose(ui, ui.say("open_up.partners", {{"partner", model.partner.name}, {"area", area.name}}), {.color = ui.theme.colors.accent_text, .role = "partners-area"});
  prose(ui, ui.say("open_up.mine_about"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  ui.gap(1.4f);
  return step;
}

// The deepest that both have come to is said in words; the marks only show it.
void draw_marks(Ui& ui, int depth) {
  const auto row = ui.take(ui.px(1.1f));
  for (int i = 0; i < 5; ++i) {
    const ImVec2 at{row.x + ui.px(0.5f) + float(i) * ui.px(1.3f), row.y + row.height / 2};
    if (i < depth)
      ui.draw().AddCircleFilled(at, ui.em(0.4f), ui.color(ui.theme.colors.accent), 24);
    else
      ui.draw().AddCircle(at, ui.em(0.37f), ui.color(ui.theme.colors.ink_faint), 24, 1.5f);
  }
}

const std::string& depth_words(const Ui& ui, int depth) { return ui.words.nth("cards.depths", std::size_t(std::clamp(depth, 1, 5) - 1)); }

void draw_where(Ui& ui, const client::OpenUpView& view) {
  sheet_heading(ui, ui.say("open_up.where"));
  draw_marks(ui, view.depth);
  prose(ui, ui.say("open_up.depth", {{"depth", view.depth}, {"words", depth_words(ui, view.depth)}}), {.role = "depth"});
  ui.gap(0.3f);
  prose(ui, ui.say("open_up.climbs"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
}

Step draw_depths(Ui& ui, const client::OpenUpView& view) {
  Step step;
  const Flow flow(ui, Align::left, 0.5f);
  for (int depth = 1; depth <= 5; ++depth) {
    const bool is_chosen = view.is_ceiling_chosen && view.ceiling == depth;
    if (chip(ui, depth_words(ui, depth), is_chosen, "ceiling") && !is_chosen) step = Step::want(client::SetCeiling{depth});
  }
  return step;
}

Step draw_ceiling(Ui& ui, const client::OpenUpView& view) {
  sheet_heading(ui, ui.say("open_up.ceiling"));
  auto step = draw_depths(ui, view);
  ui.gap(0.3f);
  prose(ui, ui.say("open_up.ceiling_about"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  if (!view.is_ceiling_chosen) prose(ui, ui.say("open_up.ceiling_unchosen", {{"depth", view.ceiling}}), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  return step;
}

// Once, at the first climb that would need the answer; in the place of the setting, which it becomes.
Step draw_ceiling_question(Ui& ui, const client::OpenUpView& view) {
  const Panel panel(ui);
  prose(ui, ui.say("open_up.ask_ceiling"), {.face = Face::reading, .role = "heading"});
  ui.gap(0.3f);
  prose(ui, ui.say("open_up.ask_ceiling_about", {{"depth", view.ceiling}}), {.color = ui.theme.colors.ink_soft, .role = "ask-ceiling"});
  ui.gap(0.7f);
  return draw_depths(ui, view);
}

Step draw_card(Ui& ui, const client::Model& model, const client::CardView& card, std::string_view ask, std::size_t& place, bool has_others) {
  prose(ui, card.prompt, {.face = Face::card, .role = "prompt"});
  ui.gap(0.9f);
  const Flow flow(ui);
  Step step;
  if (button(ui, ask, {.kind = ButtonKind::main, .enabled = may_act(model), .id = card.id})) step = Step::want(client::AskCard{card.id});
  if (has_others && button(ui, ui.say("open_up.another"), {.kind = ButtonKind::plain, .id = ask})) ++place;
  return step;
}

Step draw_next(Ui& ui, const client::Model& model, OpenUpOwn& own) {
  const auto* area = my_area(*model.open_up);
  const Panel panel(ui);
  if (area == nullptr) {
    prose(ui, ui.say("open_up.choose"), {.face = Face::italic, .color = ui.theme.colors.ink_soft});
    return {};
  }
  if (own.area != area->id) own = {0, own.news, area->id};
  const auto* card = find_card(model, area->cards, own.card);
  if (card == nullptr) {
    prose(ui, ui.say("open_up.none", {{"area", area->name}}), {.color = ui.theme.colors.ink_soft});
    return {};
  }
  prose(ui, ui.say("open_up.next", {{"area", area->name}}), {.face = Face::small, .color = ui.theme.colors.accent_text});
  ui.gap(0.2f);
  auto step = draw_card(ui, model, *card, ui.say("cards.ask"), own.card, area->cards.size() > 1);
  ui.gap(0.4f);
  prose(ui, ui.say("open_up.pass"), {.face = Face::small, .color = ui.theme.colors.ink_faint});
  return step;
}

Step draw_news(Ui& ui, const client::Model& model, OpenUpOwn& own) {
  const auto* card = find_card(model, model.open_up->news, own.news);
  if (card == nullptr) return {};
  const Panel panel(ui, PanelKind::sunken);
  prose(ui, ui.say("open_up.news"), {.face = Face::reading, .role = "heading"});
  prose(ui, ui.say("open_up.news_about"), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.7f);
  return draw_card(ui, model, *card, ui.say("open_up.tell"), own.news, model.open_up->news.size() > 1);
}

Step draw_own(Ui& ui, const client::Model& model, OpenUpOwn& own) {
  Step step;
  const auto take = [&](Step part) {
    if (part) step = std::move(part);
  };
  take(draw_areas(ui, model));
  take(draw_next(ui, model, own));
  ui.gap(1.6f);
  if (model.open_up->asks_ceiling) {
    draw_where(ui, *model.open_up);
    ui.gap(1.2f);
    take(draw_ceiling_question(ui, *model.open_up));
  } else {
    Columns columns(ui, 2, 17, 1.6f);
    draw_where(ui, *model.open_up);
    columns.next();
    if (columns.is_folded()) ui.gap(1.2f);
    take(draw_ceiling(ui, *model.open_up));
  }
  ui.gap(1.6f);
  take(draw_news(ui, model, own));
  ui.gap(1.6f);
  return step;
}

}  // namespace

Step draw_open_up(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  const auto& view = *page.model.open_up;
  const SheetLook look{.cards = {.has_next = false, .deepest = std::min(view.depth, view.ceiling)}};
  return practice_sheet(ui, page, state, area, [&] { return draw_own(ui, page.model, state.own<OpenUpOwn>()); }, look);
}

}  // namespace twinlamp::ui

#include "client/ui/screens/answer_form.h"

#include <algorithm>

#include "client/ui/kit/page.h"
#include "client/ui/kit/pair_rows.h"
#include "client/ui/screens/screen.h"

namespace twinlamp::ui {
namespace {

using client::CardKind;
using client::CardView;

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\n") == std::string::npos; }

std::vector<std::uint8_t> to_places(const std::vector<std::size_t>& all) {
  std::vector<std::uint8_t> out;
  for (const auto place : all) out.push_back(static_cast<std::uint8_t>(place));
  return out;
}

std::uint8_t guess_place(const std::optional<std::size_t>& place) {
  return place ? static_cast<std::uint8_t>(*place) : client::GuessAnswer::unset;
}

client::GuessAnswer guess_of(const CardView& card, const AnswerForm& form) {
  client::GuessAnswer out;
  if (card.options.empty()) {
    out.mine_text = form.mine_text.editor.text();
    out.guess_text = form.guess_text.editor.text();
  } else {
    out.mine = guess_place(form.mine);
    out.guess = guess_place(form.guess);
  }
  return out;
}

client::SortAnswer sort_of(const AnswerForm& form) {
  client::SortAnswer out{form.piles, {}};
  if (form.is_top_ordered) out.ranked.assign(form.top.begin(), form.top.begin() + std::ptrdiff_t(std::min(form.top.size(), client::ranks_wanted(out))));
  return out;
}

// The pile that is ranked, as it was ordered so far; what has come to it since goes to its end.
void refresh_top(const CardView& card, AnswerForm& form) {
  const auto is_top = [&](const std::string& id) {
    const auto its = form.piles.find(id);
    return its != form.piles.end() && its->second == client::Pile::most;
  };
  std::erase_if(form.top, [&](const std::string& id) { return !is_top(id); });
  for (const auto& item : *card.items)
    if (is_top(item.id) && std::ranges::find(form.top, item.id) == form.top.end()) form.top.push_back(item.id);
}

// --- each kind on the page

bool draw_starters(Ui& ui, const CardView& card, AnswerForm& form) {
  if (card.starters.empty() || !form.text.editor.empty()) return false;
  ui.gap(0.6f);
  const Flow flow(ui, Align::left, 0.5f);
  for (const auto& starter : card.starters) {
    if (!chip(ui, starter, false, "starter")) continue;
    auto beginning = starter;
    if (const auto dots = beginning.rfind("…"); dots != std::string::npos && dots + 3 == beginning.size())
      beginning.resize(dots);
    form.text.editor.insert(beginning);
    form.text.wants_focus = true;
    return true;
  }
  return false;
}

bool draw_text(Ui& ui, const CardView& card, AnswerForm& form) {
  const bool typed = writing_area(ui, ui.say("round.answer"), form.text, {.placeholder = ui.say("round.placeholder")});
  return draw_starters(ui, card, form) || typed;
}

bool draw_choices(Ui& ui, const CardView& card, AnswerForm& form) {
  const auto most = static_cast<std::size_t>(card.most);
  prose(ui, most < card.options.size() ? ui.say("choices.most", {{"count", most}}) : ui.say("choices.any"),
        {.face = Face::small, .color = ui.theme.colors.ink_soft});
  ui.gap(0.6f);
  return choices(ui, card.options, most, form.several);
}

// Says that the order stands; true when that was pressed or the list was moved.
bool draw_order_stands(Ui& ui, bool moved, bool& stands) {
  if (moved) stands = true;
  if (stands) return moved;
  ui.gap(0.8f);
  const Flow flow(ui, Align::left, 0.5f);
  if (!button(ui, ui.say("ranking.as_it_is"))) return moved;
  return stands = true;
}

bool draw_ranking(Ui& ui, const CardView& card, AnswerForm& form) {
  const bool moved = rank_list(ui, ui.say("ranking.label"), card.options, form.order, form.rank);
  return draw_order_stands(ui, moved, form.is_ordered);
}

bool draw_list(Ui& ui, const CardView& card, AnswerForm& form) {
  LineListLook look;
  look.least = static_cast<std::size_t>(card.lines_least);
  look.most = static_cast<std::size_t>(card.lines_most);
  if (card.marked) look.mark = ui.say("lines.mark");
  if (!card.starters.empty()) look.placeholder = card.starters.front();
  if (card.marked) {
    prose(ui, ui.say("lines.mark_about"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
    ui.gap(0.7f);
  }
  return form.lines.draw(ui, look);
}

bool draw_guess(Ui& ui, const client::Model& model, const CardView& card, AnswerForm& form) {
  const auto& partner = partner_within(ui, model);
  const auto heading = ProseLook{.face = Face::strong, .color = ui.theme.colors.ink_soft, .role = "heading"};
  const auto& mine = ui.say("guess.mine");
  const auto theirs = ui.say("guess.theirs", {{"partner", partner}});
  bool changed = false;
  Columns columns(ui, 2, 15, 1.2f);
  if (card.options.empty()) {
    changed = field(ui, mine, form.mine_text).changed;
    columns.next();
    return field(ui, theirs, form.guess_text).changed || changed;
  }
  prose(ui, mine, heading);
  ui.gap(0.5f);
  changed = choice(ui, "mine", card.options, form.mine);
  columns.next();
  if (columns.is_folded()) ui.gap(0.8f);
  prose(ui, theirs, heading);
  ui.gap(0.5f);
  return choice(ui, "guess", card.options, form.guess) || changed;
}

std::vector<std::string> names_of(const CardView& card, const std::vector<std::string>& ids) {
  std::vector<std::string> out;
  for (const auto& id : ids) {
    const auto item = std::ranges::find(*card.items, id, &client::Item::id);
    out.push_back(item == card.items->end() ? id : item->text);
  }
  return out;
}

// The list's items keep their place between frames; their order is what the person makes of them.
bool draw_top(Ui& ui, const CardView& card, AnswerForm& form) {
  auto ids = form.top;
  std::ranges::sort(ids);
  std::vector<std::size_t> order;
  for (const auto& id : form.top) order.push_back(std::size_t(std::ranges::find(ids, id) - ids.begin()));
  const auto label = ui.say("piles.rank", {{"count", std::min(client::card_limits::top, ids.size())}});
  const bool moved = rank_list(ui, label, names_of(card, ids), order, form.top_rank);
  form.top.clear();
  for (const auto place : order) form.top.push_back(ids[place]);
  return draw_order_stands(ui, moved, form.is_top_ordered);
}

bool draw_sort(Ui& ui, const CardView& card, AnswerForm& form) {
  if (!card.items) return false;
  bool changed = false;
  if (form.piles.size() == card.items->size() && !form.top.empty()) {  // what comes next stands above the long piles
    changed = draw_top(ui, card, form);
    ui.gap(1.4f);
  }
  if (pile_sort(ui, *card.items, form.piles, form.pile)) changed = true;
  refresh_top(card, form);
  return changed;
}

int wanted(const AnswerForm& form) {
  return int(std::ranges::count_if(form.wishes, [](const auto& each) { return each.second != client::Wish::no; }));
}

bool draw_wishes(Ui& ui, const CardView& card, AnswerForm& form) {
  if (!card.items) return false;
  const bool is_desire = card.practice == 4;  // product.md's row: to enjoy a thought is something of its own there
  const std::pair<client::Wish, const std::string&> all[] = {
      {client::Wish::no, ui.say("wish.no")},
      {client::Wish::curious, is_desire ? ui.say("desire.thought") : ui.say("wish.curious")},
      {client::Wish::yes, is_desire ? ui.say("desire.to_do") : ui.say("wish.yes")}};
  prose(ui, ui.say("wish.about"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  ui.gap(0.2f);
  prose(ui, ui.say("wishes.learns"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  if (card.most > 0) {
    ui.gap(0.2f);
    const bool too_many = wanted(form) > card.most;
    prose(ui, ui.say("wishes.most", {{"count", card.most}}),
          {.face = Face::small, .color = too_many ? ui.theme.colors.problem : ui.theme.colors.ink_soft, .role = too_many ? "problem" : "text"});
  }
  bool changed = false;
  for (const auto& item : *card.items) {
    ui.gap(0.8f);
    const Panel panel(ui, PanelKind::sunken, 0.9f);
    prose(ui, item.text, {.face = Face::reading, .role = "item"});
    if (!item.about.empty()) prose(ui, item.about, {.face = Face::small, .color = ui.theme.colors.ink_soft});
    ui.gap(0.5f);
    const Flow flow(ui, Align::left, 0.5f);
    const auto now = form.wishes.find(item.id);
    for (const auto& [wish, label] : all)
      if (chip(ui, label, now != form.wishes.end() && now->second == wish, item.id)) {
        form.wishes[item.id] = wish;
        changed = true;
      }
  }
  return changed;
}

bool draw_pairs(Ui& ui, const CardView& card, AnswerForm& form) {
  prose(ui, ui.say("pairs.own_pace"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  ui.gap(0.7f);
  return pair_rows(ui, card.pairs, form.picks);
}

void load_sort(AnswerForm& form, const CardView& card, const client::SortAnswer& sort) {
  form.piles = sort.piles;
  form.top = sort.ranked;
  form.is_top_ordered = !sort.ranked.empty();
  if (card.items) refresh_top(card, form);
}

}  // namespace

void load_answer(AnswerForm& form, const CardView& card, const client::Answer& draft) {
  if (const auto* text = std::get_if<client::TextAnswer>(&draft)) form.text.editor.set_text(text->text);
  if (const auto* choice = std::get_if<client::ChoiceAnswer>(&draft)) form.option = choice->index;
  if (const auto* step = std::get_if<client::ScaleAnswer>(&draft)) form.step = step->value;
  if (const auto* feeling = std::get_if<client::FeelingAnswer>(&draft)) {
    form.feeling.answer = *feeling;
    form.feeling.note.editor.set_text(feeling->note);
  }
  if (const auto* several = std::get_if<client::ChoicesAnswer>(&draft))
    form.several.assign(several->indices.begin(), several->indices.end());
  if (const auto* ranking = std::get_if<client::RankingAnswer>(&draft)) {
    form.order.assign(ranking->order.begin(), ranking->order.end());
    form.is_ordered = !form.order.empty();
  }
  if (const auto* list = std::get_if<client::ListAnswer>(&draft))
    form.lines.set(list->lines, list->mark > 0 ? std::optional<std::size_t>(list->mark - 1u) : std::nullopt);
  if (const auto* guess = std::get_if<client::GuessAnswer>(&draft)) {
    if (guess->mine != client::GuessAnswer::unset) form.mine = guess->mine;
    if (guess->guess != client::GuessAnswer::unset) form.guess = guess->guess;
    form.mine_text.editor.set_text(guess->mine_text);
    form.guess_text.editor.set_text(guess->guess_text);
  }
  if (const auto* sort = std::get_if<client::SortAnswer>(&draft)) load_sort(form, card, *sort);
  if (const auto* wishes = std::get_if<client::WishesAnswer>(&draft)) form.wishes = wishes->wishes;
  if (const auto* pairs = std::get_if<client::PairsAnswer>(&draft)) form.picks = *pairs;
}

client::Answer answer_of(const CardView& card, const AnswerForm& form) {
  switch (card.kind) {
    case CardKind::text: return client::TextAnswer{form.text.editor.text()};
    case CardKind::choice: return client::ChoiceAnswer{std::uint8_t(form.option.value_or(0))};
    case CardKind::scale: return client::ScaleAnswer{std::uint8_t(form.step)};
    case CardKind::feeling: return form.feeling.answer;
    case CardKind::choices: return client::ChoicesAnswer{to_places(form.several)};
    case CardKind::ranking: return client::RankingAnswer{form.is_ordered ? to_places(form.order) : std::vector<std::uint8_t>{}};
    case CardKind::list: return client::ListAnswer{form.lines.texts(), std::uint8_t(form.lines.marked() ? *form.lines.marked() + 1 : 0)};
    case CardKind::guess: return guess_of(card, form);
    case CardKind::sort: return sort_of(form);
    case CardKind::wishes: return client::WishesAnswer{form.wishes};
    case CardKind::pairs: return form.picks;
  }
  return {};
}

bool is_complete(const CardView& card, const AnswerForm& form) {
  switch (card.kind) {
    case CardKind::text: return !is_blank(form.text.editor.text());
    case CardKind::choice: return form.option.has_value();
    case CardKind::scale: return form.step > 0;
    case CardKind::feeling: return !form.feeling.answer.word.empty() && form.feeling.answer.intensity > 0;
    case CardKind::choices: return !form.several.empty();
    case CardKind::ranking: return form.is_ordered;
    case CardKind::list: {
      const auto lines = form.lines.texts();
      return lines.size() >= std::size_t(card.lines_least) && std::ranges::none_of(lines, is_blank) && (!card.marked || form.lines.marked());
    }
    case CardKind::guess: {
      if (!card.options.empty()) return form.mine && form.guess;
      return !is_blank(form.mine_text.editor.text()) && !is_blank(form.guess_text.editor.text());
    }
    case CardKind::sort: return card.items && form.piles.size() == card.items->size() && (form.top.empty() || form.is_top_ordered);
    case CardKind::wishes: return !form.wishes.empty() && (card.most == 0 || wanted(form) <= card.most);  // what is not named is a no
    case CardKind::pairs: return std::ranges::find(form.picks.picks, client::Pick::none) == form.picks.picks.end();
  }
  return false;
}

bool draw_answer_form(Ui& ui, const client::Model& model, const CardView& card, AnswerForm& form) {
  switch (card.kind) {
    case CardKind::text: return draw_text(ui, card, form);
    case CardKind::choice: return choice(ui, card.options, form.option);
    case CardKind::scale: return scale(ui, card.steps, card.low_label, card.high_label, form.step);
    case CardKind::feeling: return feeling_picker(ui, *model.feelings, form.feeling);
    case CardKind::choices: return draw_choices(ui, card, form);
    case CardKind::ranking: return draw_ranking(ui, card, form);
    case CardKind::list: return draw_list(ui, card, form);
    case CardKind::guess: return draw_guess(ui, model, card, form);
    case CardKind::sort: return draw_sort(ui, card, form);
    case CardKind::wishes: return draw_wishes(ui, card, form);
    case CardKind::pairs: return draw_pairs(ui, card, form);
  }
  return false;
}

}  // namespace twinlamp::ui

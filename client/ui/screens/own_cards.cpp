#include "client/ui/screens/own_cards.h"

#include <algorithm>
#include <array>

#include "client/ui/kit/choice.h"
#include "client/ui/kit/empty_state.h"
#include "client/ui/kit/line_list.h"

namespace twinlamp::ui {
namespace {

using client::CardKind;

constexpr std::array kinds{CardKind::text, CardKind::choice, CardKind::scale};
constexpr std::uint8_t steps = 7;
constexpr int practices_with_cards = 9, desire = 4;  // product.md's rows

struct OwnForm {
  bool is_open = false;
  Writing prompt{{.one_line = true, .bytes = 4 * client::card_limits::prompt}};
  std::size_t practice = 0, kind = 0;
  LineList options{{.one_line = true}};
  Writing low{{.one_line = true, .bytes = 4 * client::card_limits::label}}, high{{.one_line = true, .bytes = 4 * client::card_limits::label}};
};

std::vector<const client::PracticeView*> practices_of(const client::Model& model) {
  std::vector<const client::PracticeView*> out;
  for (const auto& practice : *model.practices)
    if (practice.number <= practices_with_cards && (practice.number != desire || model.desire->is_shown())) out.push_back(&practice);
  return out;
}

client::AddOwnCard card_of(const OwnForm& form, const std::vector<const client::PracticeView*>& practices) {
  client::AddOwnCard out;
  out.practice = practices[form.practice]->slug;
  out.card.depth = 1;
  out.card.kind = kinds[form.kind];
  out.card.prompt = form.prompt.editor.text();
  if (out.card.kind == CardKind::choice)
    for (const auto& line : form.options.texts())
      if (!line.empty()) out.card.options.push_back(line);
  if (out.card.kind == CardKind::scale) out.card.scale = {form.low.editor.text(), form.high.editor.text(), steps};
  return out;
}

bool is_whole(const client::Card& card) {
  if (card.prompt.find_first_not_of(' ') == std::string::npos) return false;
  if (card.kind == CardKind::choice) return card.options.size() >= client::card_limits::options_least;
  return card.kind != CardKind::scale || (!card.scale.min_label.empty() && !card.scale.max_label.empty());
}

Step draw_form(Ui& ui, const PracticePage& page, OwnForm& form) {
  const auto practices = practices_of(page.model);
  if (practices.empty()) return {};
  form.practice = std::min(form.practice, practices.size() - 1);  // Desire may have gone meanwhile
  if (!form.is_open) {
    if (button(ui, ui.say("own.write"), {.kind = ButtonKind::main})) form.is_open = form.prompt.wants_focus = true;
    return {};
  }
  const Panel panel(ui, PanelKind::raised, 1.2f);
  field(ui, ui.say("own.prompt"), form.prompt, {.placeholder = ui.say("own.prompt_example")});
  ui.gap(0.8f);
  prose(ui, ui.say("own.practice"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  std::vector<std::string_view> names;
  for (const auto* practice : practices) names.push_back(practice->name);
  chips(ui, names, form.practice);
  ui.gap(0.8f);
  prose(ui, ui.say("own.kind"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  const std::array<std::string_view, 3> ways{ui.say("own.kind_text"), ui.say("own.kind_choice"), ui.say("own.kind_scale")};
  chips(ui, ways, form.kind);
  ui.gap(0.8f);
  if (kinds[form.kind] == CardKind::choice) {
    prose(ui, ui.say("own.options"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
    form.options.draw(ui, {.least = client::card_limits::options_least, .most = client::card_limits::options_most});
    ui.gap(0.8f);
  }
  if (kinds[form.kind] == CardKind::scale) {
    field(ui, ui.say("own.low"), form.low);
    ui.gap(0.5f);
    field(ui, ui.say("own.high"), form.high);
    ui.gap(0.8f);
  }
  const auto intent = card_of(form, practices);
  const Flow flow(ui);
  if (button(ui, ui.say("own.add"), {.kind = ButtonKind::main, .enabled = is_whole(intent.card)})) {
    form = OwnForm{};
    return Step::want(intent);
  }
  if (button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain})) form = OwnForm{};
  return {};
}

Step draw_deck(Ui& ui, const client::Model& model, const client::OwnDeckView& deck) {
  ui.gap(0.7f);
  const Panel panel(ui, deck.mine ? PanelKind::raised : PanelKind::sunken, 1.f);
  const auto whose = deck.mine ? ui.say("own.mine") : ui.say("own.theirs", {{"partner", partner_at_start(ui, model)}});
  prose(ui, deck.name, {.face = Face::strong, .color = ui.theme.colors.accent_text, .role = "deck"});
  prose(ui, whose + " · " + ui.say("own.cards", {{"count", deck.cards.size()}}) + " · " + deck.shared_at,
        {.face = Face::small, .color = ui.theme.colors.ink_soft});
  Step step;
  for (const auto& card : deck.cards) {
    ui.gap(0.5f);
    prose(ui, card.prompt, {.face = Face::reading, .role = "prompt"});
  }
  if (!deck.mine) return step;
  ui.gap(0.5f);
  if (button(ui, ui.say("own.remove"), {.kind = ButtonKind::plain, .id = deck.name})) step = Step::want(client::RemoveDeck{deck.name});
  return step;
}

Step draw_file(Ui& ui, const client::DeckFileView& file) {
  ui.gap(0.7f);
  const Panel panel(ui, PanelKind::outlined, 1.f);
  if (file.problems.empty()) {
    prose(ui, ui.say(file.shared ? "own.file_shared" : "own.file_good", {{"name", file.name}, {"count", file.cards}}), {.role = "file"});
    if (file.shared) return {};
    ui.gap(0.4f);
    return button(ui, ui.say("own.share"), {.kind = ButtonKind::plain, .id = file.name}) ? Step::want(client::ShareDeck{file.name, file.toml}) : Step{};
  }
  prose(ui, ui.say("own.file_bad", {{"name", file.name}}), {.face = Face::strong, .role = "file"});
  for (const auto& problem : file.problems) {
    ui.gap(0.4f);
    prose(ui, problem, {.face = Face::small, .color = ui.theme.colors.problem, .role = "problem"});
  }
  return {};
}

}  // namespace

Step draw_own_cards(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  auto& form = state.own<OwnForm>();
  const auto own = [&] {
    const auto& view = *page.model.own_cards;
    auto step = draw_form(ui, page, form);
    if (view.decks.empty() && view.files.empty() && !form.is_open) {
      ui.gap(1.4f);
      empty_state(ui, {Drawing::letter, ui.say("own.none_yet")});
    }
    for (const auto& deck : view.decks)
      if (auto other = draw_deck(ui, page.model, deck)) step = std::move(other);
    for (const auto& file : view.files)
      if (auto other = draw_file(ui, file)) step = std::move(other);
    ui.gap(1.6f);
    sheet_heading(ui, ui.say("own.decks"));
    prose(ui, ui.say("own.folder", {{"folder", view.folder}}), {.face = Face::small, .color = ui.theme.colors.ink_soft, .widest = ui.theme.type.measure});
    ui.gap(0.5f);
    if (button(ui, ui.say("own.look"), {.kind = ButtonKind::plain})) step = Step::want(client::LookForDecks{});
    return step;
  };
  return practice_sheet(ui, page, state, area, own, {.has_cards = false, .has_rounds = false});
}

}  // namespace twinlamp::ui

#include "client/ui/screens/tonight.h"

#include <algorithm>
#include <vector>

#include "client/ui/kit/empty_state.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/windowsill.h"
#include "client/ui/screens/dates.h"
#include "client/ui/screens/home_relay.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

using client::RoundPhase;

void draw_connection(Ui& ui, const client::Model& model) {
  std::string line = model.connection_text;
  if (!model.both_confirmed && line.empty() && !is_history_partial(model))
    line = ui.say("tonight.unconfirmed",
                  {{"partner", partner_within(ui, model)}});
  if (line.empty() && model.evenings_together > 0)
    line = ui.say("tonight.evenings", {{"count", model.evenings_together}});
  if (line.empty()) return;
  ui.gap(0.4f);
  prose(ui, line,
        {.face = Face::small, .color = ui.theme.colors.ink_soft, .align = Align::centre, .role = "connection"});
}

Step draw_suggestion(Ui& ui, const client::Model& model, const client::Suggestion& suggestion) {
  const Panel panel(ui, PanelKind::raised, 1.7f);
  prose(ui, suggestion.card.practice_name,
        {.face = Face::small, .color = ui.theme.colors.accent_text, .role = "practice"});
  ui.gap(0.2f);
  prose(ui, suggestion.card.prompt, {.face = Face::card, .role = "prompt"});
  if (!suggestion.reason.empty()) {
    ui.gap(0.35f);
    prose(ui, suggestion.reason, {.color = ui.theme.colors.ink_soft, .widest = ui.theme.type.measure});
  }
  ui.gap(1.1f);
  const Flow flow(ui);
  if (!suggestion.round.empty()) {
    if (button(ui, ui.say("tonight.open"), {.kind = ButtonKind::main}))
      return Step::to({Route::To::round, suggestion.round});
    return {};
  }
  const bool enabled = !is_history_partial(model);  // the card above says why not
  if (button(ui, ui.say("tonight.ask"), {.kind = ButtonKind::main, .enabled = enabled}))
    return Step::want(client::AskCard{suggestion.card.id});
  if (button(ui, ui.say("tonight.another"), {.kind = ButtonKind::plain, .enabled = enabled})) return Step::want(client::NextSuggestion{});
  return {};
}

Step draw_pause(Ui& ui) {
  const Panel panel(ui, PanelKind::raised, 1.7f);
  prose(ui, ui.say("pause.is_on"), {.face = Face::card, .role = "heading"});
  ui.gap(0.35f);
  prose(ui, ui.say("pause.about"), {.color = ui.theme.colors.ink_soft, .widest = ui.theme.type.measure});
  ui.gap(1.1f);
  return button(ui, ui.say("pause.resume"), {.kind = ButtonKind::main}) ? Step::want(client::SetPause{false}) : Step{};
}

constexpr int appreciations = 5, play = 6;  // product.md's rows

// Where it leads, and what the button says; a challenge needs none.
Step draw_small_thing(Ui& ui, const client::SmallThing& thing) {
  using Kind = client::SmallThing::Kind;
  ui.gap(1.2f);
  const Panel panel(ui, PanelKind::outlined, 1.1f);
  prose(ui, ui.say("small.title"), {.face = Face::small, .color = ui.theme.colors.ink_soft, .role = "heading"});
  ui.gap(0.2f);
  prose(ui, thing.text, {.widest = ui.theme.type.measure, .role = "small"});
  if (thing.kind == Kind::challenge) return {};
  ui.gap(0.6f);
  const auto asks = [&](std::string_view key) { return button(ui, ui.say(key), {.kind = ButtonKind::plain}); };
  switch (thing.kind) {
    case Kind::check_in:
      if (!asks("small.check_in_do")) break;
      return thing.round.empty() ? Step::want(client::AskCard{thing.card}) : Step::to({Route::To::round, thing.round});
    case Kind::guess:
      if (asks("small.guess_do")) return Step::want(client::AskCard{thing.card});
      break;
    case Kind::note:
      if (asks("small.note_do")) return Step::to({.to = Route::To::practice, .practice = appreciations});
      break;
    case Kind::ask:
      if (asks("small.ask_do")) return Step::to({.to = Route::To::practice, .practice = play});
      break;
    case Kind::challenge: break;
  }
  return {};
}

Step draw_rounds(Ui& ui, std::string_view heading, const std::vector<client::RoundRef>& rounds,
                 const std::string& partner) {
  if (rounds.empty()) return {};
  ui.gap(1.6f);
  prose(ui, heading, {.face = Face::strong, .color = ui.theme.colors.ink_soft, .role = "heading"});
  Step step;
  for (const auto& round : rounds) {
    ui.gap(0.55f);
    if (round_row(ui, *round, partner)) step = Step::to({Route::To::round, round->id});
  }
  return step;
}

Step draw_open_rounds(Ui& ui, const client::Model& model) {
  std::vector<client::RoundRef> mine, waiting, passed;
  for (const auto& round : model.open_rounds) {
    if (is_date_ahead(ui, model, round->id)) continue;
    if (model.tonight && model.tonight->round == round->id && waits_for_me(*round) && !round->passed) continue;  // it stands above
    auto& list = round->passed ? passed : waits_for_me(*round) ? mine : waiting;
    list.push_back(round);
  }
  auto step = draw_rounds(ui, ui.say("tonight.mine"), mine, model.partner.name);
  if (auto other = draw_rounds(ui, ui.say("tonight.resting"), waiting, model.partner.name)) step = std::move(other);
  if (auto other = draw_rounds(ui, ui.say("tonight.passed"), passed, model.partner.name)) step = std::move(other);
  return step;
}

Step draw_ended(Ui& ui, const client::Model& model) {
  page_title(ui, ui.say("ended.title"));
  ui.gap(1);
  const bool left = model.left_here;
  const auto action = left ? std::string_view() : std::string_view(ui.say("ended.keepsake"));
  const auto& told = ui.say(!left ? "ended.about" : model.home.waits_to_tell ? "ended.left_but" : "ended.left");
  if (empty_state(ui, {Drawing::night, told, action})) return Step::to({Route::To::keepsake});
  if (!left) return {};
  ui.gap(1);
  return draw_farewell(ui, model.home, true);
}

}  // namespace

Step draw_tonight(Ui& ui, const client::Model& model, TonightState& state, const Rect& area) {
  // On a large screen the two windows are what fills it.
  const bool is_large = area.width > ui.em(90) && area.height > ui.em(52);
  const Page page(ui, "tonight", area, is_large ? 60 : 46);
  if (model.stage == client::Stage::ended) return draw_ended(ui, model);
  const float room = area.height / ui.em(1);
  // Under the lamps a question would lie below the page's edge.
  const bool is_tight = room < 36, comes_first = is_tight && is_history_partial(model);
  Step step;
  if (comes_first) step = draw_repair_card(ui, model, state.repair, area.height);
  windowsill(ui, {model.me, model.partner, !model.gifts->fresh.empty()},
             std::clamp(room * 0.44f, 8.f, is_large ? 30.f : 21.f));
  draw_connection(ui, model);
  ui.gap(1.2f);
  if (!comes_first)
    if (auto mending = draw_repair_card(ui, model, state.repair)) step = std::move(mending);
  if (model.paused) {
    if (auto pause = draw_pause(ui)) step = std::move(pause);
  } else if (model.tonight) {
    if (auto suggested = draw_suggestion(ui, model, *model.tonight)) step = std::move(suggested);
  } else if (may_act(model)) {
    if (empty_state(ui, {Drawing::night, ui.say("tonight.none"), ui.say("practices.title")}))
      step = Step::to({Route::To::practices});
  }
  if (auto date = draw_date_line(ui, model)) step = std::move(date);
  if (auto kind = draw_kind_line(ui, model, state.kind_line)) step = std::move(kind);
  if (model.small_thing && !is_history_partial(model))
    if (auto small = draw_small_thing(ui, *model.small_thing)) step = std::move(small);
  if (auto rounds = draw_open_rounds(ui, model)) step = std::move(rounds);
  ui.pacer().wake_at(
      ui.now +
      std::chrono::seconds(60 - std::chrono::floor<std::chrono::seconds>(ui.wall.time_since_epoch()).count() % 60));
  return step;
}

}  // namespace twinlamp::ui

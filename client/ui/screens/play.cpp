#include "client/ui/screens/play.h"

#include <algorithm>

#include "client/ui/screens/things.h"

namespace twinlamp::ui {
namespace {

using client::Game;

struct GameWords {
  std::string_view name, about;
};

GameWords words_of(const Ui& ui, Game game) {
  switch (game) {
    case Game::guess_me: return {ui.say("play.guess_me"), ui.say("play.guess_me_about")};
    case Game::this_or_that: return {ui.say("play.this_or_that"), ui.say("play.this_or_that_about")};
    case Game::truths_and_wish: return {ui.say("play.truths_and_wish"), ui.say("play.truths_and_wish_about")};
    case Game::really_mine: break;
  }
  return {ui.say("play.really_mine"), ui.say("play.really_mine_about")};
}

Step draw_game(Ui& ui, const client::GameOffer& offer, CardsState& cards) {
  const auto words = words_of(ui, offer.game);
  const Panel panel(ui, PanelKind::raised, 1.1f);
  prose(ui, words.name, {.face = Face::reading, .role = "game"});
  prose(ui, words.about, {.face = Face::small, .color = ui.theme.colors.ink_soft});
  ui.gap(0.7f);
  const Flow flow(ui);
  if (button(ui, ui.say("play.begin"), {.id = words.name})) cards.looked_at = offer.card;
  return {};
}

Step draw_games(Ui& ui, const PracticePage& page, CardsState& cards) {
  const auto& games = *page.model.games;
  Step step;
  for (std::size_t i = 0; i < games.size(); i += 2) {
    if (i > 0) ui.gap(0.9f);
    Columns columns(ui, 2, 16, 0.9f);
    step = draw_game(ui, games[i], cards);
    if (i + 1 == games.size()) break;
    columns.next();
    if (columns.is_folded()) ui.gap(0.9f);
    if (auto other = draw_game(ui, games[i + 1], cards)) step = std::move(other);
  }
  return step;
}

}  // namespace

Step draw_play(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  return practice_sheet(ui, page, state, area, [&] {
    auto step = draw_games(ui, page, state.cards);
    ui.gap(1.4f);
    sheet_heading(ui, ui.say("thing.title"));
    if (auto things = draw_things(ui, page.model, state.own<ThingsState>())) step = std::move(things);
    ui.gap(1.4f);
    return step;
  });
}

std::string play_waits(const Ui& ui, const client::Model& model) {
  const auto& mine = model.things->mine;
  const auto asked = std::ranges::count_if(mine, [](const client::ThingView& thing) {
    return !thing.remarks.empty() && !thing.remarks.back().mine && thing.remarks.back().kind == client::RemarkKind::ask;
  });
  return asked == 0 ? std::string() : ui.say("thing.waits", {{"count", asked}});
}

}  // namespace twinlamp::ui

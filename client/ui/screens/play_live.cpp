#include "client/ui/screens/play_live.h"

#include <algorithm>
#include <cmath>

#include "client/practices/play.h"
#include "client/ui/kit/pair_rows.h"
#include "client/ui/kit/windowsill.h"

namespace twinlamp::ui {
namespace {

using client::LiveGame;
using client::Pick;

bool is_here(const client::PersonView& person) {
  return person.lamp != client::LampState::away && person.lamp != client::LampState::unlit;
}

const client::StepView* partners_ready(const client::RoundView& round) {
  const auto found = std::find_if(round.steps.rbegin(), round.steps.rend(), [](const client::StepView& step) {
    return step.kind == client::StepKind::ready && !step.mine;
  });
  return found == round.steps.rend() ? nullptr : &*found;
}

Step draw_invitation(Ui& ui, const RoundPage& page) {
  const Panel panel(ui, PanelKind::raised, 1.2f);
  const auto partner = partner_at_start(ui, page.model);
  prose(ui, ui.say("play.live"), {.face = Face::reading, .align = Align::centre, .role = "heading"});
  prose(ui, ui.say("play.live_about"), {.color = ui.theme.colors.ink_soft, .align = Align::centre});
  ui.gap(0.8f);
  if (const auto* ready = partners_ready(page.round))
    prose(ui, ui.say("play.partner_ready", {{"partner", partner}, {"when", ready->said_at}}),
          {.color = ui.theme.colors.accent_text, .align = Align::centre, .role = "ready"});
  else if (!is_here(page.model.partner))
    prose(ui, ui.say("play.partner_away", {{"partner", partner}}), {.color = ui.theme.colors.ink_soft, .align = Align::centre});
  ui.gap(0.8f);
  if (!button(ui, ui.say("play.ready"), {.kind = ButtonKind::main, .centred = true})) return {};
  return Step::want(client::ReadyToPlay{page.round.id});
}

Step draw_waiting(Ui& ui, const RoundPage& page) {
  const Panel panel(ui, PanelKind::raised, 1.2f);
  prose(ui, ui.say("play.waiting", {{"partner", partner_at_start(ui, page.model)}}), {.face = Face::reading, .align = Align::centre, .role = "waiting"});
  prose(ui, ui.say("play.waiting_about"), {.color = ui.theme.colors.ink_soft, .align = Align::centre});
  ui.gap(0.8f);
  if (!button(ui, ui.say("play.leave"), {.kind = ButtonKind::plain, .centred = true})) return {};
  return Step::want(client::LeavePlay{});
}

// Both lamps, where there is room for them under what is to be read.
void draw_lamps(Ui& ui, const client::Model& model) {
  const float room = ui.window().height / ui.em(1);
  if (room < 24) return;
  ui.gap(1.4f);
  lamp_pair(ui, {model.me, model.partner}, 11);
}

void draw_count(Ui& ui, const client::Model& model, std::chrono::steady_clock::time_point begins_at) {
  const auto left = std::chrono::duration<float>(begins_at - ui.now).count();
  prose(ui, std::to_string(std::max(1, int(std::ceil(left)))), {.face = Face::title, .align = Align::centre, .role = "count"});
  ui.gap(0.4f);
  prose(ui, ui.say("play.begins"), {.color = ui.theme.colors.ink_soft, .align = Align::centre});
  draw_lamps(ui, model);
  ui.pacer().animate();
}

Step draw_pair(Ui& ui, const RoundPage& page, RoundState& state, const LiveGame& game, const client::PairOnShow& shown) {
  const auto& pairs = page.round.card.pairs;
  ui.pacer().animate();
  if (shown.place >= pairs.size()) return {};
  if (state.live_place != shown.place) state.live_place = shown.place, state.live_pick = game.picks.picks[shown.place];
  prose(ui, ui.say("play.place", {{"number", shown.place + 1}, {"count", pairs.size()}}),
        {.face = Face::small, .color = ui.theme.colors.ink_soft, .align = Align::centre, .role = "place"});
  ui.gap(0.7f);
  const auto pick = pair_now(ui, pairs[shown.place], state.live_pick, shown.left);
  ui.gap(1.2f);
  prose(ui, game.alone ? ui.say("play.alone", {{"partner", partner_at_start(ui, page.model)}}) : ui.say("play.keys"),
        {.face = Face::small, .color = ui.theme.colors.ink_faint, .align = Align::centre});
  if (pick == Pick::none) return {};
  state.live_pick = pick;
  return Step::want(client::PickSide{page.round.id, shown.place, pick, ui.now});
}

}  // namespace

LivePicture draw_live_game(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& game = page.model.game;
  if (!game || game->round != page.round.id) return {draw_invitation(ui, page), false};
  if (!game->begins_at) return {draw_waiting(ui, page), false};
  if (const auto shown = client::pair_on_show(*game->begins_at, ui.now)) return {draw_pair(ui, page, state, *game, *shown), true};
  if (ui.now < *game->begins_at) {
    draw_count(ui, page.model, *game->begins_at);
  } else {
    prose(ui, ui.say("play.over"), {.face = Face::reading, .align = Align::centre});
    draw_lamps(ui, page.model);
  }
  return {{}, true};
}

}  // namespace twinlamp::ui

#include "client/ui/screens/round.h"

#include <algorithm>
#include <array>
#include <span>

#include "client/ui/kit/ceremony.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/windowsill.h"
#include "client/ui/screens/play_live.h"
#include "client/ui/screens/repair_card.h"
#include "client/ui/screens/reveal.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

using client::CardKind;
using client::RoundPhase;
using namespace std::chrono_literals;

constexpr auto save_after = 1500ms;
constexpr auto tell_every = 8s;

std::size_t room_for_text(const RoundState& state) {
  return state.mode == 2 ? client::answer_limits::text_open : client::answer_limits::text;
}

void draw_room_left(Ui& ui, const RoundState& state) {
  const auto most = room_for_text(state), used = state.answer.text.editor.bytes();
  if (used > most) {
    ui.gap(0.3f);
    prose(ui, ui.say("round.too_long_open"),
          {.face = Face::small, .color = ui.theme.colors.problem, .role = "problem"});
  } else if (used * 5 > most * 4) {
    ui.gap(0.3f);
    const auto left = (most - used) * 100 / most;
    prose(ui, left == 0 ? ui.say("round.no_room") : ui.say("round.room_left", {{"percent", left}}),
          {.face = Face::small, .color = ui.theme.colors.ink_faint});
  }
}

bool draw_answer(Ui& ui, const client::Model& model, const client::CardView& card, RoundState& state) {
  const bool changed = draw_answer_form(ui, model, card, state.answer);
  if (card.kind == CardKind::text) draw_room_left(ui, state);
  return changed;
}

void draw_card(Ui& ui, const client::CardView& card) {
  prose(ui, card.practice_name,
        {.face = Face::small, .color = ui.theme.colors.accent_text, .align = Align::centre, .role = "practice"});
  ui.gap(0.3f);
  prose(ui, card.prompt, {.face = Face::card, .align = Align::centre, .widest = 34, .role = "prompt"});
  if (card.why.empty()) return;
  ui.gap(0.4f);
  prose(ui, card.why, {.face = Face::italic, .color = ui.theme.colors.ink_soft, .align = Align::centre, .widest = 36});
}

// What devices find out together cannot open for one of them first.
void draw_modes(Ui& ui, const client::CardView& card, RoundState& state) {
  const std::array<std::string_view, 3> labels{ui.say("round.mode.together"), ui.say("round.mode.apart"),
                                               ui.say("round.mode.open")};
  const std::array<std::string_view, 3> meanings{ui.say("round.mode.together_means"), ui.say("round.mode.apart_means"),
                                                 ui.say("round.mode.open_means")};
  chips(ui, std::span(labels).first(card.kind == CardKind::wishes ? 2 : 3), state.mode);
  ui.gap(0.4f);
  prose(ui, meanings[state.mode], {.face = Face::small, .color = ui.theme.colors.ink_soft, .widest = 38});
}

// A key was pressed: the draft is saved a moment later, and the partner's picture of my lamp flickers.
Step keep_draft(Ui& ui, const RoundPage& page, RoundState& state, bool changed) {
  if (changed) {
    state.changed = true;
    state.changed_at = ui.now;
    if (!state.was_told || ui.now - state.told_at >= tell_every) {
      state.was_told = true;
      state.told_at = ui.now;
      return Step::want(client::Writing{page.round.id});
    }
  }
  if (!state.changed) return {};
  if (ui.now - state.changed_at >= save_after) {
    state.changed = false;
    return Step::want(client::SaveDraft{page.round.id, answer_of(page.round.card, state.answer)});
  }
  ui.pacer().wake_at(state.changed_at + save_after);
  return {};
}

Step draw_seal_row(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& round = page.round;
  const bool fits = round.card.kind != CardKind::text || state.answer.text.editor.bytes() <= room_for_text(state);
  // may_seal speaks of the saved draft; what is typed here may be newer, and travels with the intent.
  const bool ready = (round.may_seal || round.may_write) && !is_history_partial(page.model) && fits && is_complete(round.card, state.answer);
  Step step;
  const Flow flow(ui);
  const bool keys = ready && ui.input.take(Key::enter, true);
  if (button(ui, ui.say("round.seal"), {.kind = ButtonKind::main, .enabled = ready}) || keys) {
    state.changed = false;
    step = Step::want(client::SealAnswer{round.id, answer_of(round.card, state.answer), client::SealMode(state.mode)});
  }
  if (round.may_pass && !round.passed && button(ui, ui.say("round.pass"), {.kind = ButtonKind::plain}))
    step = Step::want(client::PassRound{round.id});
  if (round.may_close && button(ui, ui.say("round.close"), {.kind = ButtonKind::plain})) state.asks_to_close = true;
  return step;
}

// Below all that is pressed: it may come at any moment, and moves nothing under the hand.
void draw_partner_sealed(Ui& ui, const RoundPage& page, Align align) {
  if (page.round.phase != RoundPhase::partner_sealed) return;
  ui.gap(0.6f);
  prose(ui, ui.say("round.partner_sealed", {{"partner", page.model.partner.name}}), {.color = ui.theme.colors.accent_text, .align = align});
}

Step draw_writing(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& round = page.round;
  if (round.passed) {
    prose(ui, ui.say("round.passed"), {.color = ui.theme.colors.ink_soft, .align = Align::centre});
    ui.gap(0.8f);
  }
  if (round.card.kind == CardKind::pairs && round.may_write) {
    auto live = draw_live_game(ui, page, state);
    if (live.fills_page || live.step) return std::move(live.step);
    ui.gap(1);
    if (!state.at_own_pace) {
      state.at_own_pace = button(ui, ui.say("play.own_pace"), {.kind = ButtonKind::plain, .centred = true});
      draw_partner_sealed(ui, page, Align::centre);
      return {};
    }
  }
  bool changed = false;
  {
    const Panel panel(ui, PanelKind::raised, 1.2f);
    changed = draw_answer(ui, page.model, round.card, state);
  }
  ui.gap(0.9f);
  draw_modes(ui, round.card, state);
  ui.gap(1);
  auto step = draw_seal_row(ui, page, state);
  ui.gap(0.4f);
  prose(ui, ui.say("round.seal_is_final"), {.face = Face::small, .color = ui.theme.colors.ink_faint});
  draw_partner_sealed(ui, page, Align::left);
  return step ? step : keep_draft(ui, page, state, changed);
}

Step draw_waiting(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& round = page.round;
  lamp_pair(ui, {page.model.me, page.model.partner}, 12);
  ui.gap(1);
  const auto line = round.waiting_for.empty() ? standing(ui, round, page.model.partner.name) : round.waiting_for;
  prose(ui, line, {.face = Face::reading, .align = Align::centre, .role = "waiting"});
  ui.gap(1);
  Step step;
  if (round.may_relax) {
    prose(ui, round.relaxed_by_partner ? ui.say("round.relax.offered") : ui.say("round.relax.about"),
          {.color = ui.theme.colors.ink_soft, .align = Align::centre});
    ui.gap(0.6f);
    if (button(ui, round.relaxed_by_partner ? ui.say("round.relax.accept") : ui.say("round.relax.offer"),
               {.centred = true}))
      step = Step::want(client::RelaxRound{round.id});
    ui.gap(1);
  }
  if (round.mine) {
    const Panel panel(ui, PanelKind::sunken);
    draw_answer_view(ui, round.card, page.model, *round.mine, ui.say("round.what_you_sealed"));
  }
  ui.gap(0.8f);
  if (round.may_close && button(ui, ui.say("round.close"), {.kind = ButtonKind::plain, .centred = true}))
    state.asks_to_close = true;
  return step;
}

Step draw_countdown(Ui& ui, const client::RoundView& round, RoundState& state) {
  state.was_counting = true;
  if (round.opens_at) ceremony(ui, *round.opens_at, std::clamp(ui.window().height / ui.em(1) * 0.42f, 9.f, 17.f));
  prose(ui, ui.say("round.countdown"), {.face = Face::reading, .align = Align::centre});
  return {};
}

Step draw_close_dialog(Ui& ui, const client::RoundView& round, RoundState& state) {
  const Dialog dialog(ui, ui.say("round.close_dialog.title"));
  prose(ui, ui.say("round.close_dialog.about"), {.color = ui.theme.colors.ink_soft});
  ui.gap(1.2f);
  Step step;
  const Flow flow(ui);
  if (button(ui, ui.say("round.close_dialog.yes"), {.kind = ButtonKind::main, .id = "dialog"}))
    step = Step::want(client::CloseRound{round.id});
  if (button(ui, ui.say("round.close_dialog.no"), {.kind = ButtonKind::plain}) || dialog.wants_to_close() || step)
    state.asks_to_close = false;
  return step;
}

Step draw_phase(Ui& ui, const RoundPage& page, RoundState& state) {
  switch (page.round.phase) {
    case RoundPhase::writing:
    case RoundPhase::partner_sealed:
      return draw_writing(ui, page, state);
    case RoundPhase::sealed:
    case RoundPhase::both_sealed:
      return draw_waiting(ui, page, state);
    case RoundPhase::countdown:
      return draw_countdown(ui, page.round, state);
    case RoundPhase::receiving:
    case RoundPhase::closed:
      return draw_reveal(ui, page, state);
    case RoundPhase::unanswered:
      prose(ui, ui.say("round.unanswered"),
            {.face = Face::italic, .color = ui.theme.colors.ink_soft, .align = Align::centre});
      return {};
  }
  return {};
}

bool is_final(RoundPhase phase) {
  return phase == RoundPhase::closed || phase == RoundPhase::unanswered;
}

bool is_open(RoundPhase phase) {
  return phase == RoundPhase::receiving || phase == RoundPhase::closed;
}

}  // namespace

void load_round(RoundState& state, const client::RoundView& round) {
  state = RoundState{};
  state.round = round.id;
  state.mode = std::size_t(round.mode);
  state.answer.text.wants_focus = round.card.kind == CardKind::text && round.may_write;
  state.at_own_pace = round.draft.has_value();
  if (round.draft) load_answer(state.answer, round.card, *round.draft);
}

std::optional<client::Intent> unsaved_draft(const client::RoundView& round, RoundState& state) {
  if (!state.changed || !round.may_write) return std::nullopt;
  state.changed = false;
  return client::SaveDraft{round.id, answer_of(round.card, state.answer)};
}

Step draw_round(Ui& ui, const RoundPage& page, RoundState& state, const Rect& area) {
  Step step;
  // Whoever has scrolled down to seal is brought to what opens.
  if (is_open(page.round.phase) && state.was_counting && !state.opened_at) ui.begins_at_top = true;
  {
    const Page sheet(ui, "round", area, is_open(page.round.phase) ? 56 : 40);
    {
      const Flow flow(ui);
      if (button(ui, ui.say("button.back"), {.kind = ButtonKind::plain})) step = Step::to(page.back);
    }
    ui.gap(0.5f);
    // Against the clock the two sides have to be in sight, and nothing is read above them.
    const auto& game = page.model.game;
    const bool is_live = game && game->round == page.round.id && game->begins_at && page.round.may_write;
    if (!is_live || ui.window().height > ui.em(30)) {
      draw_card(ui, page.round.card);
      ui.gap(1.4f);
    }
    if (!is_final(page.round.phase)) held_line(ui, page.model);
    if (auto phase = draw_phase(ui, page, state)) step = std::move(phase);
  }
  if (state.asks_to_close) {
    if (auto close = draw_close_dialog(ui, page.round, state)) step = std::move(close);
  } else if (ui.input.take(Key::escape)) {
    step = Step::to(page.back);
  }
  return step;
}

}  // namespace twinlamp::ui

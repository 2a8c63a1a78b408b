#include "client/ui/screens/reveal.h"

#include <algorithm>

#include "client/ui/kit/ceremony.h"
#include "client/practices/step_words.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/scale_track.h"
#include "client/ui/screens/answer_view.h"
#include "client/ui/screens/form.h"
#include "client/ui/screens/desire.h"
#include "client/ui/screens/marked_guess.h"
#include "client/ui/screens/practice_steps.h"
#include "client/ui/screens/wish_reveal.h"

namespace twinlamp::ui {
namespace {

using client::ExchangeView;
using Form = RoundState::Form;

void reading(Ui& ui, const std::string& text, std::string_view role = "answer") {
  prose(ui, text, {.face = Face::reading, .role = role});
}

void draw_feeling(Ui& ui, const client::FeelingAnswer& feeling, const client::Model& model) {
  std::string family = feeling.family, word = feeling.word;
  for (const auto& each : *model.feelings) {
    if (each.id != feeling.family) continue;
    family = each.name;
    for (const auto& finer : each.words)
      if (finer.id == feeling.word) word = finer.word;
  }
  prose(ui, word, {.face = Face::card, .role = "answer"});
  prose(ui, family, {.face = Face::small, .color = ui.theme.colors.ink_soft});
  ui.gap(0.4f);
  const auto row = ui.take(ui.px(0.9f));
  for (int i = 0; i < client::answer_limits::intensity; ++i) {
    const ImVec2 at{row.x + ui.px(0.45f) + float(i) * ui.px(1.2f), row.y + row.height / 2};
    if (i < feeling.intensity)
      ui.draw().AddCircleFilled(at, ui.em(0.36f), ui.color(ui.theme.colors.accent), 24);
    else
      ui.draw().AddCircle(at, ui.em(0.33f), ui.color(ui.theme.colors.ink_faint), 24, 1.5f);
  }
  if (feeling.note.empty()) return;
  ui.gap(0.5f);
  reading(ui, feeling.note);
}

void draw_scale(Ui& ui, const client::CardView& card, int value) {
  prose(ui, ui.say("answer.of", {{"value", value}, {"steps", card.steps}}), {.face = Face::figure, .role = "answer"});
  ui.gap(0.3f);
  scale_track(ui, value, card.steps, ui.theme.colors.accent);
  ui.gap(0.3f);
  scale_ends(ui, card.low_label, card.high_label);
}

struct AnswerText {
  Ui& ui;
  const client::CardView& card;
  const client::Model& model;
  const client::AnswerView& answer_view;
  const client::AnswerView* other;

  void operator()(const client::TextAnswer& answer) const { reading(ui, answer.text); }
  void operator()(const client::ChoiceAnswer& answer) const {
    reading(ui, answer.index < card.options.size() ? card.options[answer.index] : ui.say("answer.option_gone"));
  }
  void operator()(const client::ScaleAnswer& answer) const { draw_scale(ui, card, answer.value); }
  void operator()(const client::FeelingAnswer& answer) const { draw_feeling(ui, answer, model); }
  template <class Other>
  void operator()(const Other&) const {
    draw_kind_view(ui, card, answer_view, other);
  }
};

std::string who_said(const Ui& ui, const ExchangeView& line, const client::Model& model) {
  const auto& they = partner_at_start(ui, model);
  switch (line.kind) {
    case ExchangeView::Kind::say_back:
      return line.mine ? ui.say("said.say_back.mine") : ui.say("said.say_back.theirs", {{"partner", they}});
    case ExchangeView::Kind::confirmed:
      return line.mine ? ui.say("said.confirmed.mine") : ui.say("said.confirmed.theirs", {{"partner", they}});
    case ExchangeView::Kind::not_quite:
      return line.mine ? ui.say("said.not_quite.mine") : ui.say("said.not_quite.theirs", {{"partner", they}});
    case ExchangeView::Kind::reaction:
      return line.mine ? ui.say("said.you") : they;
    case ExchangeView::Kind::follow_up:
      return line.mine ? ui.say("said.follow_up.mine") : ui.say("said.follow_up.theirs", {{"partner", they}});
    case ExchangeView::Kind::reply:
      return line.mine ? ui.say("said.reply.mine") : ui.say("said.reply.theirs", {{"partner", they}});
    case ExchangeView::Kind::step:
      return client::step_heading(line, line.mine, they, ui.words);
  }
  return {};
}

void draw_exchange(Ui& ui, const RoundPage& page) {
  if (page.round.exchange.empty()) return;
  ui.gap(1.3f);
  const float width = ui.pen.width, column = std::min(width, ui.px(40));
  const auto start = ui.pen;
  for (const auto& line : page.round.exchange) {
    const float inner = std::min(column * 0.86f, ui.px(32));
    ui.pen.x = start.x + (width - column) / 2 + (line.mine ? column - inner : 0);
    ui.pen.width = inner;
    {
      const Panel panel(ui, line.mine ? PanelKind::raised : PanelKind::sunken, 0.9f);
      prose(ui, who_said(ui, line, page.model),
            {.face = Face::small, .color = ui.theme.colors.accent_text, .role = "exchange"});
      if (!line.text.empty()) reading(ui, line.text, "said");
    }
    ui.gap(0.6f);
  }
  ui.pen.x = start.x;
  ui.pen.width = width;
}

// Of a lighter card one may say back what one heard; a small word is enough.
constexpr int say_back_depth = 3;  // the round's rule (protocol/round)
bool wants_say_back(const client::RoundView& round) { return round.may_say_back && round.card.depth >= say_back_depth; }

bool owes_something(const client::RoundView& round) { return round.may_confirm || round.may_reply || wants_say_back(round); }

Step draw_say_back(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto hint = ui.say("receive.say_back.hint", {{"partner", partner_at_start(ui, page.model)}});
  const FormLook look{ui.say("receive.say_back.heading"), hint, ui.say("receive.say_back.label"),
                      ui.say("receive.say_back.placeholder"), ui.say("receive.say_back.send")};
  bool cancelled = false;
  const bool send = draw_form(ui, state.say_back, look, wants_say_back(page.round) ? nullptr : &cancelled);
  if (cancelled || send) state.form = Form::none;
  return send ? Step::want(client::SayBack{page.round.id, taken(state.say_back)}) : Step{};
}

Step draw_confirm(Ui& ui, const RoundPage& page, RoundState& state) {
  if (state.form == Form::not_quite) {
    bool cancelled = false;
    const bool send = draw_form(
        ui, state.clarification,
        {ui.say("receive.not_quite.heading"), ui.say("receive.not_quite.hint"), ui.say("receive.not_quite.label"),
         ui.say("receive.not_quite.placeholder"), ui.say("receive.not_quite.send")},
        &cancelled);
    if (cancelled || send) state.form = Form::none;
    return send ? Step::want(client::Confirm{page.round.id, false, taken(state.clarification)}) : Step{};
  }
  prose(ui, ui.say("receive.confirm.heading"), {.face = Face::reading, .role = "heading"});
  prose(ui, ui.say("receive.confirm.about", {{"partner", partner_at_start(ui, page.model)}}),
        {.color = ui.theme.colors.ink_soft});
  ui.gap(0.7f);
  const Flow flow(ui);
  if (button(ui, ui.say("receive.confirm.yes"), {.kind = ButtonKind::main}))
    return Step::want(client::Confirm{page.round.id, true, {}});
  if (button(ui, ui.say("receive.confirm.no"))) {
    state.form = Form::not_quite;
    state.clarification.wants_focus = true;
  }
  return {};
}

Step draw_reply(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto heading = ui.say("receive.reply.heading", {{"partner", partner_at_start(ui, page.model)}});
  if (!draw_form(ui, state.reply, {heading, "", ui.say("receive.reply.label"), "", ui.say("receive.reply.send")}))
    return {};
  return Step::want(client::Reply{page.round.id, taken(state.reply)});
}

Step draw_reactions(Ui& ui, const RoundPage& page) {
  prose(ui, ui.say("receive.react"), {.face = Face::reading, .role = "heading"});
  ui.gap(0.5f);
  Step step;
  const Flow flow(ui, Align::left, 0.5f);
  for (std::size_t i = 0; i < client::reaction_count; ++i)
    if (chip(ui, ui.words.nth("reactions", i), false, "reaction"))
      step = Step::want(client::React{page.round.id, ui.words.nth("reactions", i)});
  return step;
}

Step draw_open_form(Ui& ui, const RoundPage& page, RoundState& state) {
  bool cancelled = false, send = false;
  Step step;
  if (state.form == Form::follow_up) {
    send = draw_form(ui, state.question,
                     {ui.say("receive.ask.heading"), ui.say("receive.ask.hint"), ui.say("receive.ask.label"), "",
                      ui.say("receive.ask.send")},
                     &cancelled);
    if (send) step = Step::want(client::FollowUp{page.round.id, taken(state.question)});
  } else if (state.form == Form::addition) {
    send = draw_form(ui, state.addition,
                     {ui.say("receive.add.heading"), ui.say("receive.add.hint"), ui.say("receive.add.label"), "",
                      ui.say("receive.add.send")},
                     &cancelled);
    if (send) step = Step::want(client::Add{page.round.id, taken(state.addition)});
  }
  if (cancelled || send) state.form = Form::none;
  return step;
}

// The card's own questions: pressed, they stand in the form, to be sent as they are or made one's own.
void draw_offered_questions(Ui& ui, const client::CardView& card, RoundState& state) {
  if (card.follow_ups.empty()) return;
  prose(ui, ui.say("receive.ask.offered"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
  ui.gap(0.4f);
  {
    const Flow flow(ui, Align::left, 0.5f);
    for (const auto& question : card.follow_ups)
      if (chip(ui, question, false, "question")) {
        state.form = Form::follow_up;
        state.question.editor.set_text(question);
        state.question.wants_focus = true;
      }
  }
  ui.gap(0.9f);
}

Step draw_more(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& round = page.round;
  const bool asks = round.may_follow_up && !round.dialogue;  // a dialogue has questions of its own
  if (asks) draw_offered_questions(ui, round.card, state);
  Step step;
  // Under a picture of both that stands in the middle, what is alone stands there, too.
  if (shows_wishes(round) && round.may_close && !asks && !round.may_add)
    return button(ui, ui.say("round.close"), {.kind = ButtonKind::main, .centred = true}) ? Step::want(client::CloseRound{round.id}) : step;
  const Flow flow(ui);
  if (round.may_close && button(ui, ui.say("round.close"), {.kind = owes_something(round) ? ButtonKind::plain : ButtonKind::main}))
    step = Step::want(client::CloseRound{round.id});
  if (asks && button(ui, ui.say("receive.ask.heading"))) {
    state.form = Form::follow_up;
    state.question.wants_focus = true;
  }
  const bool may_say_back = round.may_say_back && !wants_say_back(round) && state.form == Form::none;
  if (may_say_back && button(ui, ui.say("receive.say_back.send"), {.kind = ButtonKind::plain})) {
    state.form = Form::say_back;
    state.say_back.wants_focus = true;
  }
  if (round.may_add && button(ui, ui.say("receive.add.button"), {.kind = ButtonKind::plain})) {
    state.form = Form::addition;
    state.addition.wants_focus = true;
  }
  return step;
}

// One thing at a time, the most urgent first; the rest are buttons under it.
Step draw_receiving(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& round = page.round;
  Step step;
  const auto part = [&](bool may, auto draw) {
    if (!may) return;
    ui.gap(1.4f);
    if (auto result = draw()) step = std::move(result);
  };
  part(round.may_confirm, [&] { return draw_confirm(ui, page, state); });
  part(wants_say_back(round) || (round.may_say_back && state.form == Form::say_back), [&] { return draw_say_back(ui, page, state); });
  part(round.may_reply, [&] { return draw_reply(ui, page, state); });
  part(round.card.marked, [&] { return draw_marked_guess(ui, page, state); });
  if (auto practice = draw_practice_steps(ui, page, state)) step = std::move(practice);
  part(round.may_react && !owes_something(round), [&] { return draw_reactions(ui, page); });
  // Where a practice asks this person by a form of its own, it has said so there.
  const bool is_asked = round.fears && (round.fears->may_say_what_helps || round.fears->may_help);
  if (!round.waiting_for.empty() && !is_asked) {
    ui.gap(1.2f);
    prose(ui, round.waiting_for, {.face = Face::italic, .color = ui.theme.colors.ink_soft, .role = "waiting"});
  }
  const bool form = state.form == Form::follow_up || state.form == Form::addition;
  part(form, [&] { return draw_open_form(ui, page, state); });
  part(!form && (round.may_close || round.may_follow_up || round.may_add), [&] { return draw_more(ui, page, state); });
  return step;
}

}  // namespace

void draw_answer_view(Ui& ui, const client::CardView& card, const client::Model& model,
                      const client::AnswerView& answer, std::string_view who, const client::AnswerView* other) {
  prose(ui, who, {.face = Face::strong, .color = ui.theme.colors.accent_text, .role = "who"});
  ui.gap(0.4f);
  if (answer.could_not_be_opened) {
    prose(ui, ui.say("answer.not_opened"), {.color = ui.theme.colors.problem, .role = "problem"});
  } else {
    std::visit(AnswerText{ui, card, model, answer, other}, answer.answer);
  }
  for (const auto& addition : answer.additions) {
    ui.gap(0.6f);
    prose(ui, ui.say("answer.added"), {.face = Face::small, .color = ui.theme.colors.accent_text});
    reading(ui, addition);
  }
  ui.gap(0.5f);
  prose(ui, ui.say("answer.sealed_at", {{"when", answer.sealed_at}}),
        {.face = Face::small, .color = ui.theme.colors.ink_faint});
}

namespace {

Step draw_answers(Ui& ui, const RoundPage& page) {
  const auto& round = page.round;
  if (shows_wishes(round)) return draw_wish_reveal(ui, page);
  if (draw_shared_view(ui, page.model, round)) return {};
  Columns columns(ui, 2, 17, 1.2f);
  if (round.mine) {
    const Panel panel(ui);
    draw_answer_view(ui, round.card, page.model, *round.mine,
                     page.model.me.name.empty() ? ui.say("said.you") : page.model.me.name, round.partners ? &*round.partners : nullptr);
  }
  columns.next();
  if (round.partners) {
    const Panel panel(ui);
    draw_answer_view(ui, round.card, page.model, *round.partners, partner_at_start(ui, page.model), round.mine ? &*round.mine : nullptr);
  }
  return {};
}

// Under a check-in of Desire: what the two answers say together.
void draw_reading(Ui& ui, const client::RoundView& round) {
  const auto reading = client::reading_of(round);
  if (!reading) return;
  ui.gap(0.9f);
  prose(ui, reading_words(ui, *reading), {.face = Face::italic, .color = ui.theme.colors.ink_soft, .align = Align::centre, .widest = 38, .role = "reading"});
}

}  // namespace

Step draw_reveal(Ui& ui, const RoundPage& page, RoundState& state) {
  if (state.was_counting && !state.opened_at) state.opened_at = ui.now;
  const float part = state.opened_at ? coming_out(ui, *state.opened_at) : 1;
  const float top = ui.pen.y, before = ui.alpha;
  const bool is_sort = page.round.card.kind == client::CardKind::sort;  // what both hold dear comes before two lists of fifty
  ui.alpha *= part;
  if (is_sort) {
    draw_practice_picture(ui, page);
    ui.gap(1.4f);
  }
  auto step = draw_answers(ui, page);
  draw_reading(ui, page.round);
  ui.alpha = before;
  afterglow(ui, {ui.pen.x, top, ui.pen.width, std::max(ui.pen.y - top, ui.px(10))}, part);
  if (part < 1) return {};
  if (!is_sort) draw_practice_picture(ui, page);
  draw_exchange(ui, page);
  const float width = ui.pen.width, column = std::min(width, ui.px(40));
  ui.pen.x += (width - column) / 2;
  ui.pen.width = column;
  if (auto received = draw_receiving(ui, page, state)) step = std::move(received);
  ui.pen.x -= (width - column) / 2;
  ui.pen.width = width;
  return step;
}

}  // namespace twinlamp::ui

#include "client/ui/screens/dialogue.h"

#include <algorithm>

#include "client/practices/step_words.h"
#include "client/ui/kit/choice.h"
#include "client/ui/screens/form.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

using client::DialogueEnding;
using client::DialogueView;
using client::StepKind;
using client::TakeStep;

struct TalkForms {
  Writing answer{{.bytes = client::answer_limits::note}}, question{{.bytes = client::answer_limits::note}},
      statement{{.one_line = true, .bytes = client::answer_limits::line}};
  client::QuestionKind kind{};  // none was chosen yet
};

constexpr std::size_t talks_shown = 5;

Step draw_answer(Ui& ui, const RoundPage& page, TalkForms& forms) {
  const auto& talk = *page.round.dialogue;
  const auto turn = std::find_if(talk.turns.begin(), talk.turns.end(),
                                 [&](const auto& each) { return each.question_id == talk.to_answer; });
  if (turn == talk.turns.end()) return {};
  const auto heading = ui.say("dialogue.answer", {{"partner", partner_at_start(ui, page.model)},
                                                  {"kind", client::question_name(turn->kind, ui.words)}});
  prose(ui, heading, {.color = ui.theme.colors.accent_text, .role = "heading"});
  const TakeStep answer{.round = page.round.id, .kind = StepKind::answer, .about = talk.to_answer};
  Step step;
  if (draw_form(ui, forms.answer,
                {turn->question, ui.say("dialogue.answer_hint"), ui.say("dialogue.answer_label"), "",
                 ui.say("dialogue.answer_send"), "answer"})) {
    auto said = answer;
    said.text = taken(forms.answer);
    step = Step::want(said);
  }
  ui.gap(0.3f);
  if (button(ui, ui.say("dialogue.leave_open"), {.kind = ButtonKind::plain})) step = Step::want(answer);
  return step;
}

void draw_question_kinds(Ui& ui, TalkForms& forms) {
  const Flow flow(ui, Align::left, 0.5f);
  for (int i = 1; i <= client::question_kinds; ++i) {
    const auto kind = client::QuestionKind(i);
    if (chip(ui, client::question_name(kind, ui.words), forms.kind == kind, "question")) {
      forms.kind = kind;
      forms.question.wants_focus = true;
    }
  }
}

Step draw_ask(Ui& ui, const RoundPage& page, TalkForms& forms) {
  const auto& talk = *page.round.dialogue;
  if (forms.kind == client::QuestionKind{} && talk.invites_example) forms.kind = client::QuestionKind::example;
  prose(ui, ui.say("dialogue.ask"), {.face = Face::reading, .role = "heading"});
  prose(ui, ui.say("dialogue.ask_about", {{"count", talk.questions_left}}), {.color = ui.theme.colors.ink_soft});
  if (talk.invites_example)
    prose(ui, ui.say("dialogue.invites_example", {{"partner", partner_at_start(ui, page.model)}}),
          {.color = ui.theme.colors.accent_text});
  ui.gap(0.6f);
  draw_question_kinds(ui, forms);
  if (forms.kind == client::QuestionKind{}) return {};
  const auto& starter = ui.words.nth("dialogue.question_starters", std::size_t(forms.kind) - 1);
  if (!draw_form(ui, forms.question,
                 {"", "", ui.say("dialogue.question"), starter, ui.say("dialogue.ask_send"), "question"}))
    return {};
  return Step::want(TakeStep{.round = page.round.id,
                             .kind = StepKind::question,
                             .choice = int(std::exchange(forms.kind, client::QuestionKind{})),
                             .text = taken(forms.question)});
}

Step draw_statement(Ui& ui, const RoundPage& page, const client::StatementView& line) {
  const auto& above = line.is_shared ? ui.say("dialogue.both_stand_behind")
                      : line.mine    ? ui.say("dialogue.you_put")
                                     : ui.say("dialogue.partner_put", {{"partner", partner_at_start(ui, page.model)}});
  prose(ui, above, {.face = Face::small, .color = ui.theme.colors.accent_text});
  prose(ui, line.text, {.face = Face::reading, .role = "statement"});
  if (!line.may_stand_behind && !line.may_withdraw) return {};
  ui.gap(0.3f);
  const Flow flow(ui);
  const auto kind = line.may_stand_behind ? StepKind::stand_behind : StepKind::withdraw;
  const auto& label = ui.say(line.may_stand_behind ? "dialogue.stand_behind" : "dialogue.withdraw");
  if (button(ui, label, {.kind = line.may_stand_behind ? ButtonKind::quiet : ButtonKind::plain, .id = line.id}))
    return Step::want(TakeStep{.round = page.round.id, .kind = kind, .about = line.id});
  return {};
}

Step draw_board(Ui& ui, const RoundPage& page, TalkForms& forms) {
  const auto& talk = *page.round.dialogue;
  if (talk.board.empty() && !talk.may_state) return {};
  const Panel panel(ui, PanelKind::outlined, 1.1f);
  prose(ui, ui.say("dialogue.board"), {.face = Face::reading, .role = "heading"});
  prose(ui, talk.board.empty() ? ui.say("dialogue.board_none") : ui.say("dialogue.board_about"),
        {.color = ui.theme.colors.ink_soft});
  Step step;
  for (const auto& line : talk.board) {
    ui.gap(0.8f);
    if (auto said = draw_statement(ui, page, line)) step = std::move(said);
  }
  if (!talk.may_state) return step;
  ui.gap(0.8f);
  const bool entered = field(ui, ui.say("dialogue.statement"), forms.statement).submitted;
  ui.gap(0.5f);
  const bool ready = forms.statement.editor.text().find_first_not_of(' ') != std::string::npos;
  const Flow flow(ui);
  if (button(ui, ui.say("dialogue.put"), {.enabled = ready}) || (entered && ready))
    step = Step::want(TakeStep{.round = page.round.id, .kind = StepKind::statement, .text = taken(forms.statement)});
  return step;
}

Step draw_ending(Ui& ui, const RoundPage& page) {
  const auto& talk = *page.round.dialogue;
  prose(ui, ui.say("dialogue.end"), {.face = Face::reading, .role = "heading"});
  prose(ui, ui.say("dialogue.end_about"), {.color = ui.theme.colors.ink_soft});
  if (talk.partners != DialogueEnding::unsaid)
    prose(ui,
          ui.say("dialogue.partner_ended", {{"partner", partner_at_start(ui, page.model)},
                                            {"choice", client::ending_name(talk.partners, ui.words)}}),
          {.color = ui.theme.colors.accent_text});
  ui.gap(0.6f);
  Step step;
  const Flow flow(ui, Align::left, 0.5f);
  for (const auto ending : {DialogueEnding::agreement, DialogueEnding::difference})
    if (chip(ui, client::ending_name(ending, ui.words), talk.mine == ending, "ending") && talk.mine != ending)
      step = Step::want(TakeStep{.round = page.round.id, .kind = StepKind::ending, .choice = int(ending)});
  return step;
}

Step draw_kept_talks(Ui& ui, const PracticePage& page) {
  Step step;
  std::size_t shown = 0;
  for (const auto& line : *page.model.keepsake) {
    if (line.practice != page.practice.number || !line.answered || shown == talks_shown) continue;
    if (shown++ == 0) sheet_heading(ui, ui.say("dialogue.kept"));
    if (list_row(ui, line.id, line.date, line.prompt, {})) step = Step::to(to_round(page, line.id));
    ui.gap(0.55f);
  }
  if (shown > 0) ui.gap(1.2f);
  return step;
}

}  // namespace

Step draw_dialogue(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  return practice_sheet(ui, page, state, area, [&] {
    how_it_goes(ui, ui.say("dialogue.how"), "dialogue.steps", 4);
    return draw_kept_talks(ui, page);
  });
}

Step draw_dialogue_steps(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& talk = *page.round.dialogue;
  auto& forms = state.own.own<TalkForms>();
  Step step;
  const auto part = [&](bool may, auto draw) {
    if (!may) return;
    ui.gap(1.5f);
    if (auto result = draw()) step = std::move(result);
  };
  part(!talk.to_answer.empty(), [&] { return draw_answer(ui, page, forms); });
  // Of a deep card each is heard first.
  if (page.round.card.depth >= 3 && (page.round.may_say_back || page.round.may_confirm)) return step;
  part(talk.may_ask, [&] { return draw_ask(ui, page, forms); });
  part(true, [&] { return draw_board(ui, page, forms); });
  part(talk.may_end, [&] { return draw_ending(ui, page); });
  if (talk.ended != DialogueEnding::unsaid) {
    ui.gap(1.2f);
    prose(ui, ui.say("dialogue.ended"), {.face = Face::small, .color = ui.theme.colors.accent_text});
    prose(ui, client::ending_name(talk.ended, ui.words), {.face = Face::reading, .role = "ending"});
  }
  return step;
}

}  // namespace twinlamp::ui

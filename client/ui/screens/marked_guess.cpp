#include "client/ui/screens/marked_guess.h"

#include <algorithm>

namespace twinlamp::ui {
namespace {

using client::ListAnswer;

const ListAnswer* list_in(const std::optional<client::AnswerView>& answer) {
  return answer && !answer->could_not_be_opened ? std::get_if<ListAnswer>(&answer->answer) : nullptr;
}

const client::StepView* guess_by(const client::RoundView& round, bool mine) {
  const auto found = std::ranges::find_if(round.steps, [&](const client::StepView& step) {
    return step.kind == client::StepKind::guess && step.mine == mine;
  });
  return found == round.steps.end() ? nullptr : &*found;
}

// What was guessed of `list`, in quotes.
std::string guessed_line(const client::StepView& step, const ListAnswer& list) {
  const auto place = static_cast<std::size_t>(step.choice);
  return place >= 1 && place <= list.lines.size() ? list.lines[place - 1] : std::string();
}

}  // namespace

Step draw_marked_guess(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& round = page.round;
  const auto& partner = partner_at_start(ui, page.model);
  for (const bool mine : {true, false}) {
    const auto* guess = guess_by(round, mine);
    const auto* list = list_in(mine ? round.partners : round.mine);
    if (guess == nullptr || list == nullptr) continue;
    const bool fits = list->mark == guess->choice;
    const auto line = guessed_line(*guess, *list);
    prose(ui, mine ? ui.say(fits ? "marked.mine_fits" : "marked.mine", {{"line", line}})
                   : ui.say(fits ? "marked.theirs_fits" : "marked.theirs", {{"line", line}, {"partner", partner}}),
          {.role = "guessed"});
    ui.gap(0.4f);
  }
  const auto* list = list_in(round.partners);
  if (!round.may_guess || list == nullptr) return {};
  prose(ui, ui.say("marked.which", {{"partner", partner}}), {.face = Face::reading, .role = "heading"});
  ui.gap(0.6f);
  choice(ui, "marked", list->lines, state.marked);
  ui.gap(0.8f);
  const Flow flow(ui);
  if (!button(ui, ui.say("marked.guess"), {.kind = ButtonKind::main, .enabled = state.marked.has_value()})) return {};
  return Step::want(client::TakeStep{.round = round.id, .kind = client::StepKind::guess, .choice = int(*state.marked) + 1});
}

}  // namespace twinlamp::ui

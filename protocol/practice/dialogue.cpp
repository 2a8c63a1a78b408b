#include "protocol/practice/dialogue.h"

#include <algorithm>

#include "protocol/practice/rules.h"

namespace twinlamp::practice {
namespace {

constexpr std::uint8_t dialogue = 8;  // product.md's row

bool is_choice(std::uint32_t choice, std::uint32_t most) { return choice >= 1 && choice <= most; }

std::size_t count_of(const Round& round, StepKind kind, Slot author) {
  return static_cast<std::size_t>(std::count_if(round.steps.begin(), round.steps.end(),
                                                [&](const Step& step) { return is(step, kind) && step.author == author; }));
}

bool is_talk_open(const Round& round) { return round.practice == dialogue && round.is_revealed && !round.closing; }

void add(DialogueState& state, const Step& step) {
  const auto turn = std::find_if(state.turns.begin(), state.turns.end(), [&](const auto& each) { return each.question->said.entry_id == step.about; });
  const auto line = std::find_if(state.board.begin(), state.board.end(), [&](const auto& each) { return each.statement->said.entry_id == step.about; });
  switch (static_cast<StepKind>(step.kind)) {
    case StepKind::question:
      state.turns.push_back({&step, nullptr});
      state.endings[step.author].reset();
      break;
    case StepKind::answer:
      if (turn != state.turns.end()) turn->answer = &step;
      break;
    case StepKind::statement: state.board.push_back({&step, false, false}); break;
    case StepKind::stand_behind:
      if (line != state.board.end()) line->is_shared = true;
      break;
    case StepKind::withdraw:
      if (line != state.board.end()) line->is_withdrawn = true;
      break;
    case StepKind::ending: state.endings[step.author] = static_cast<Ending>(step.choice); break;
    default: break;
  }
}

bool may_answer(const DialogueState& state, const Step& step) {
  return std::any_of(state.turns.begin(), state.turns.end(), [&](const DialogueTurn& turn) {
    return turn.question->said.entry_id == step.about && turn.question->author != step.author && turn.answer == nullptr;
  });
}

// Its place on the board, while nothing has been settled about it.
const BoardStatement* find_open_statement(const DialogueState& state, const EntryId& id) {
  const auto found = std::find_if(state.board.begin(), state.board.end(), [&](const BoardStatement& each) {
    return each.statement->said.entry_id == id && !each.is_shared && !each.is_withdrawn;
  });
  return found == state.board.end() ? nullptr : &*found;
}

}  // namespace

DialogueState dialogue_of(const Round& round) {
  DialogueState state;
  for (const auto& step : round.steps) add(state, step);
  if (state.endings[0] && state.endings[0] == state.endings[1]) state.ended = state.endings[0];
  return state;
}

const DialogueTurn* open_question_of(const DialogueState& state, Slot asker) {
  const auto found = std::find_if(state.turns.begin(), state.turns.end(), [&](const DialogueTurn& turn) {
    return turn.question->author == asker && turn.answer == nullptr;
  });
  return found == state.turns.end() ? nullptr : &*found;
}

bool may_ask_in_dialogue(const Round& round, Slot slot) {
  if (!is_talk_open(round)) return false;
  const auto state = dialogue_of(round);
  return !state.ended && open_question_of(state, slot) == nullptr && count_of(round, StepKind::question, slot) < dialogue_limits::questions;
}

bool may_take_in_dialogue(const Round& round, const Step& step) {
  if (!is_talk_open(round)) return false;
  const auto state = dialogue_of(round);
  if (state.ended) return false;
  const auto* line = find_open_statement(state, step.about);
  switch (static_cast<StepKind>(step.kind)) {
    case StepKind::question:
      return may_ask_in_dialogue(round, step.author) && !step.said.text.empty() &&
             is_choice(step.choice, static_cast<std::uint32_t>(QuestionKind::contradiction));
    case StepKind::answer: return may_answer(state, step);
    case StepKind::statement:
      return !step.said.text.empty() && count_of(round, StepKind::statement, step.author) < dialogue_limits::statements;
    case StepKind::stand_behind: return line != nullptr && line->statement->author != step.author;
    case StepKind::withdraw: return line != nullptr && line->statement->author == step.author;
    case StepKind::ending:
      return is_choice(step.choice, static_cast<std::uint32_t>(Ending::difference)) &&
             count_of(round, StepKind::ending, step.author) < dialogue_limits::endings;
    default: return false;
  }
}

}  // namespace twinlamp::practice

#include "client/practices/step_words.h"

#include <algorithm>
#include <array>

namespace twinlamp::client {
namespace {

struct Told {
  StepKind kind;
  std::string_view name;          // for scripts
  std::string_view mine, theirs;  // keys; with {choice} where it has one
};

constexpr std::array<Told, 11> told{{
    {StepKind::help_wanted, "help-wanted", "said.step.help_wanted.mine", "said.step.help_wanted.theirs"},
    {StepKind::help_given, "help-given", "said.step.help_given.mine", "said.step.help_given.theirs"},
    {StepKind::question, "question", "said.step.question.mine", "said.step.question.theirs"},
    {StepKind::answer, "answer", "said.step.answer.mine", "said.step.answer.theirs"},
    {StepKind::statement, "statement", "said.step.statement.mine", "said.step.statement.theirs"},
    {StepKind::stand_behind, "stand-behind", "said.step.stand_behind.mine", "said.step.stand_behind.theirs"},
    {StepKind::withdraw, "withdraw", "said.step.withdraw.mine", "said.step.withdraw.theirs"},
    {StepKind::ending, "ending", "said.step.ending.mine", "said.step.ending.theirs"},
    {StepKind::action, "action", "said.step.action.mine", "said.step.action.theirs"},
    {StepKind::agree, "agree", "said.step.agree.mine", "said.step.agree.theirs"},
    {StepKind::check_back, "check-back", "said.step.check_back.mine", "said.step.check_back.theirs"},
}};

const Told* told_of(StepKind kind) {
  const auto* found = std::find_if(told.begin(), told.end(), [&](const Told& each) { return each.kind == kind; });
  return found == told.end() ? nullptr : found;
}

// What a newer version might have chosen has the last of the names.
const std::string& nth(const Words& words, std::string_view list, int choice, int count) {
  return words.nth(list, static_cast<std::size_t>(std::clamp(choice, 1, count) - 1));
}

std::string choice_words(const ExchangeView& step, const Words& words) {
  switch (step.step) {
    case StepKind::question: return question_name(static_cast<QuestionKind>(step.choice), words);
    case StepKind::help_wanted: return help_name(static_cast<Help>(step.choice), words);
    case StepKind::ending: return ending_name(static_cast<DialogueEnding>(step.choice), words);
    case StepKind::check_back: return check_back_name(static_cast<CheckBack>(step.choice), words);
    default: return {};
  }
}

}  // namespace

bool is_told(StepKind kind) { return told_of(kind) != nullptr; }

std::string step_heading(const ExchangeView& step, bool mine, std::string_view name, const Words& words) {
  const auto* sentence = told_of(step.step);
  if (sentence == nullptr) return std::string(name);
  if (step.step == StepKind::answer && step.text.empty())
    return words.say(mine ? "said.step.left_open.mine" : "said.step.left_open.theirs", {{"partner", name}});
  return words.say(mine ? sentence->mine : sentence->theirs, {{"partner", name}, {"choice", choice_words(step, words)}});
}

const std::string& question_name(QuestionKind kind, const Words& words) { return nth(words, "dialogue.questions", static_cast<int>(kind), question_kinds); }
const std::string& help_name(Help help, const Words& words) { return nth(words, "fears.helps", static_cast<int>(help), helps); }
const std::string& ending_name(DialogueEnding ending, const Words& words) { return nth(words, "dialogue.endings", static_cast<int>(ending), 2); }
const std::string& check_back_name(CheckBack how, const Words& words) { return nth(words, "values_page.check_backs", static_cast<int>(how), check_backs); }

std::string_view name_of(StepKind kind) {
  const auto* found = told_of(kind);
  return found == nullptr ? "step" : found->name;
}

}  // namespace twinlamp::client

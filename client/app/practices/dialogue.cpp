#include "client/app/practices/dialogue.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "client/content/fold.h"
#include "protocol/practice/dialogue.h"

namespace twinlamp::client {
namespace {

static_assert(static_cast<int>(practice::QuestionKind::contradiction) == static_cast<int>(QuestionKind::contradiction));
static_assert(static_cast<int>(practice::Ending::difference) == static_cast<int>(DialogueEnding::difference));

constexpr std::uint8_t dialogue = 8;  // product.md's row
constexpr std::size_t few_words = 5, few_letters = 14;

// Folded, and cut at everything of ASCII that is neither letter nor digit.
std::set<std::string> words_of(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : fold(text) + " ") {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_letter = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
    if (is_letter) {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
  return words;
}

// In bytes, but of a script that puts much into few signs each counts for more.
bool is_short(const std::string& text, const std::set<std::string>& words) { return words.size() < few_words && text.size() < few_letters * 3; }

bool are_alike(const std::set<std::string>& mine, const std::set<std::string>& others) {
  std::vector<std::string> both;
  std::set_intersection(mine.begin(), mine.end(), others.begin(), others.end(), std::back_inserter(both));
  return !mine.empty() && both.size() * 10 >= std::max(mine.size(), others.size()) * 7;
}

DialogueEnding ending_of(const std::optional<practice::Ending>& ending) {
  return ending ? static_cast<DialogueEnding>(*ending) : DialogueEnding::unsaid;
}

bool may_take(const twinlamp::Round& round, Slot me, twinlamp::StepKind kind, const EntryId& about = {}) {
  twinlamp::Step step;
  step.author = me;
  step.kind = number_of(kind);
  step.choice = 1;
  step.said.text = "?";
  step.about = about;
  return may_take_step(round, step);
}

DialogueTurnView turn_view(const practice::DialogueTurn& turn, Slot me) {
  DialogueTurnView view;
  view.question_id = to_hex(turn.question->said.entry_id);
  view.kind = static_cast<QuestionKind>(turn.question->choice);
  view.asked_by_me = turn.question->author == me;
  view.question = turn.question->said.text;
  view.is_answered = turn.answer != nullptr;
  if (turn.answer != nullptr) view.answer = turn.answer->said.text;
  return view;
}

StatementView statement_view(const twinlamp::Round& round, const practice::BoardStatement& line, Slot me) {
  const auto& id = line.statement->said.entry_id;
  return {to_hex(id), line.statement->said.text, line.statement->author == me, line.is_shared,
          may_take(round, me, twinlamp::StepKind::stand_behind, id), may_take(round, me, twinlamp::StepKind::withdraw, id)};
}

// The partner's last words that can be asked about.
std::string last_words(const DialogueView& view, const OpeningWords& opening) {
  const auto answered = std::find_if(view.turns.rbegin(), view.turns.rend(), [](const DialogueTurnView& turn) { return turn.asked_by_me && turn.is_answered; });
  return answered == view.turns.rend() ? opening.partners : answered->answer;
}

}  // namespace

bool could_be_anybodys(const std::string& text, const std::string& others) {
  const auto words = words_of(text);
  return !words.empty() && (is_short(text, words) || are_alike(words, words_of(others)));
}

std::optional<DialogueView> dialogue_view(const twinlamp::Round& round, Slot me, const OpeningWords& opening) {
  if (round.practice != dialogue || !round.is_revealed) return std::nullopt;
  const auto state = practice::dialogue_of(round);
  DialogueView view;
  std::size_t asked = 0;
  for (const auto& turn : state.turns) {
    view.turns.push_back(turn_view(turn, me));
    asked += turn.question->author == me;
  }
  for (const auto& line : state.board)
    if (!line.is_withdrawn) view.board.push_back(statement_view(round, line, me));
  view.mine = ending_of(state.endings[me]);
  view.partners = ending_of(state.endings[partner_of(me)]);
  view.ended = ending_of(state.ended);
  const auto* waits = practice::open_question_of(state, partner_of(me));
  if (waits != nullptr && may_take(round, me, twinlamp::StepKind::answer, waits->question->said.entry_id))
    view.to_answer = to_hex(waits->question->said.entry_id);
  view.questions_left = static_cast<int>(practice::dialogue_limits::questions - std::min(asked, practice::dialogue_limits::questions));
  view.may_ask = practice::may_ask_in_dialogue(round, me);
  view.may_state = may_take(round, me, twinlamp::StepKind::statement);
  view.may_end = may_take(round, me, twinlamp::StepKind::ending);
  view.invites_example = view.may_ask && could_be_anybodys(last_words(view, opening), opening.mine);
  return view;
}

}  // namespace twinlamp::client

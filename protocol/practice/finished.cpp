// When a round is finished: received by both, and its practice's own end reached.

#include <algorithm>

#include "protocol/practice/dialogue.h"
#include "protocol/practice/fears.h"
#include "protocol/practice/step.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t fears = 3, play = 6, dialogue = 8;  // product.md's rows
constexpr std::uint8_t text = 1, list = 7;                 // response kinds

bool is_readable(const Round& round, Slot slot) { return round.sides[slot].answer_state == AnswerState::open; }

// A fear that was told in words, and deep enough to be said back, is to be helped as its owner wants. An answer that
// nobody can read asks for nothing.
bool is_helped(const Round& round, Slot owner) {
  return !must_say_back(round) || round.kind != text || !is_readable(round, owner) || practice::fear_of(round, owner).is_done;
}

// A list whose author has marked one line ends with its last byte: the line's number. The other guesses it.
bool is_guessed(const Round& round, Slot author) {
  const auto& answer = round.sides[author].answer;
  const bool is_marked = is_readable(round, author) && round.kind == list && !answer.empty() && answer.back() != 0;
  return !is_marked || last_step(round, StepKind::guess, partner_of(author)) != nullptr;
}

bool is_talk_over(const Round& round) {
  return !is_readable(round, 0) || !is_readable(round, 1) || practice::dialogue_of(round).ended.has_value();
}

}  // namespace

bool is_finished(const Round& round) {
  if (!round.is_revealed || !has_received(round, 0) || !has_received(round, 1)) return false;
  switch (round.practice) {
    case fears: return is_helped(round, 0) && is_helped(round, 1);
    case play: return is_guessed(round, 0) && is_guessed(round, 1);
    case dialogue: return is_talk_over(round);
    default: return true;
  }
}

}  // namespace twinlamp

// Dialogue: one question, sealed answers, and then only questions about them.
//
// After the reveal each may ask the other at most four questions, one at a time: eight turns in all are a sitting, which
// is a round; asking the card again is another. The one who was asked answers, or leaves it open (an empty text). Beside
// it lies a board: a statement stands on it once the other stands behind it too; until then its author may withdraw it.
// The talk is over when both have said the same ending, and each may say another one until then; asking again takes
// one's own ending back. A question that crosses whatever the partner does is never lost, but to their saying the ending
// that its author had said before.
#pragma once

#include <array>

#include "protocol/practice/step.h"

namespace twinlamp::practice {

enum class QuestionKind : std::uint8_t {
  clarify = 1, example = 2, assumption = 3, reason = 4, other_view = 5, consequence = 6, contradiction = 7,
};
enum class Ending : std::uint8_t { agreement = 1, difference = 2 };

namespace dialogue_limits {
inline constexpr std::size_t questions = 4;    // of each: eight turns
inline constexpr std::size_t statements = 12;  // of each, withdrawn ones too
inline constexpr std::size_t endings = 8;      // of each
}  // namespace dialogue_limits

struct DialogueTurn {
  const Step* question = nullptr;  // never null
  const Step* answer = nullptr;    // null while there is none
};

struct BoardStatement {
  const Step* statement = nullptr;  // never null
  bool is_shared = false;           // the other stands behind it
  bool is_withdrawn = false;
};

struct DialogueState {
  std::vector<DialogueTurn> turns;    // in the order of their questions
  std::vector<BoardStatement> board;
  std::array<std::optional<Ending>, 2> endings;  // as each sees it now
  std::optional<Ending> ended;        // both said this
};

// Pointers live as long as the round.
DialogueState dialogue_of(const Round& round);

const DialogueTurn* open_question_of(const DialogueState& state, Slot asker);  // not answered yet; null if there is none
bool may_ask_in_dialogue(const Round& round, Slot slot);

}  // namespace twinlamp::practice

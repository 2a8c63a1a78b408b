// A dialogue in an open round: turns of questions and answers, the board, and how it ends. Facts for both faces.
#pragma once

#include <string>
#include <vector>

namespace twinlamp::client {

// TakeStep::choice of StepKind::question.
enum class QuestionKind { clarify = 1, example = 2, assumption = 3, reason = 4, other_view = 5, consequence = 6, contradiction = 7 };
inline constexpr int question_kinds = 7;

// TakeStep::choice of StepKind::ending.
enum class DialogueEnding { unsaid = 0, agreement = 1, difference = 2 };

struct DialogueTurnView {
  std::string question_id;
  QuestionKind kind{};
  bool asked_by_me = false;
  std::string question, answer;
  bool is_answered = false;  // also where it was left open: an empty answer
};

struct StatementView {
  std::string id, text;
  bool mine = false;
  bool is_shared = false;    // both stand behind it
  bool may_stand_behind = false, may_withdraw = false;
};

struct DialogueView {
  std::vector<DialogueTurnView> turns;
  std::vector<StatementView> board;            // without what was taken back
  DialogueEnding mine = DialogueEnding::unsaid, partners = DialogueEnding::unsaid;
  DialogueEnding ended = DialogueEnding::unsaid;  // both said this one
  std::string to_answer;                       // the id of the partner's question that waits for me, or empty
  int questions_left = 0;                      // mine
  bool may_ask = false, may_state = false, may_end = false;
  bool invites_example = false;                // what the partner wrote last could be anybody's
};

}  // namespace twinlamp::client

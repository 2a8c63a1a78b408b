// The steps that practices take inside a round, and who may take which, when.
//
// A step is a journal entry (wire::Step). The fold asks may_take_step() with the round as it stands before that entry: what may not be is void,
// on both devices alike. Two steps may cross on their way; each practice's rules say which of them counts. One file a practice. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/round/round.h"

namespace twinlamp {

// Numbers of the wire: never renumber, never use again.
enum class StepKind : std::uint16_t {
  // Fears
  help_wanted = 1,   // the fear's owner, once the say-back was confirmed; choice: a Help
  help_given = 2,    // the partner, to exactly that; text
  // Dialogue
  question = 16,     // choice: a QuestionKind; text
  answer = 17,       // about: the question; an empty text leaves it open
  statement = 18,    // for the board; text
  stand_behind = 19, // about: the partner's statement
  withdraw = 20,     // about: one's own statement
  ending = 21,       // choice: an Ending; text may be empty. The talk ends when both have said one
  // Values
  action = 32,       // one thing to do together this week; text
  agree = 33,        // about: the partner's action
  check_back = 34,   // choice: a CheckBack; text may be empty
  // Dates
  plan = 48,         // text: what; moment: when; choice: minutes
  agree_plan = 49,   // about: the partner's plan
  // Play
  guess = 64,        // choice: the line of the partner's list, from 1
  ready = 65,        // for the live game
};

constexpr std::uint16_t number_of(StepKind kind) { return static_cast<std::uint16_t>(kind); }
inline bool is(const Step& step, StepKind kind) { return step.kind == number_of(kind); }

// Precondition: step.author is set, and its texts are within their bounds. Closed rounds take no step but check_back.
bool may_take_step(const Round& round, const Step& step);

// Received by both, and the practice's own end is reached: a fear helped, a marked line guessed, a talk ended. What may
// be closed as answered.
bool is_finished(const Round& round);

// The newest step of this kind by this one; null where there is none.
const Step* last_step(const Round& round, StepKind kind, Slot author);
const Step* find_step(const Round& round, const EntryId& id);

}  // namespace twinlamp

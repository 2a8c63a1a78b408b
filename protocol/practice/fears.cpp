#include "protocol/practice/fears.h"

#include <algorithm>

#include "protocol/practice/rules.h"

namespace twinlamp::practice {
namespace {

constexpr std::uint8_t fears = 3;  // product.md's row

bool is_heard(const Round& round, Slot owner) {
  const auto& said = round.sides[partner_of(owner)].say_backs;
  return std::any_of(said.begin(), said.end(), [](const Response& response) { return response.verdict && response.verdict->yes; });
}

}  // namespace

FearState fear_of(const Round& round, Slot owner) {
  FearState state;
  state.is_heard = is_heard(round, owner);
  if (const auto* wanted = last_step(round, StepKind::help_wanted, owner)) state.wanted = static_cast<Help>(wanted->choice);
  state.given = last_step(round, StepKind::help_given, partner_of(owner));
  state.is_done = state.wanted && (*state.wanted == Help::nothing || state.given != nullptr);
  return state;
}

bool may_take_in_fears(const Round& round, const Step& step) {
  if (round.practice != fears || !round.is_revealed || round.closing) return false;
  if (is(step, StepKind::help_wanted)) {
    const auto mine = fear_of(round, step.author);
    return mine.is_heard && !mine.wanted && step.choice >= 1 && step.choice <= static_cast<std::uint32_t>(Help::nothing);
  }
  const auto theirs = fear_of(round, partner_of(step.author));
  return theirs.wanted && *theirs.wanted != Help::nothing && theirs.given == nullptr && !step.said.text.empty();
}

}  // namespace twinlamp::practice

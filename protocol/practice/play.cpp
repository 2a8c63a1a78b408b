#include "protocol/practice/rules.h"

namespace twinlamp::practice {
namespace {

constexpr std::uint8_t play = 6;  // product.md's row
constexpr std::uint32_t lines_most = 10;

}  // namespace

// A guess is made once, after the reveal; "ready" may be said again, until one's answer is sealed.
bool may_take_in_play(const Round& round, const Step& step) {
  if (round.practice != play || round.closing) return false;
  if (is(step, StepKind::ready)) return may_write(round, step.author);
  return round.is_revealed && step.choice >= 1 && step.choice <= lines_most && last_step(round, StepKind::guess, step.author) == nullptr;
}

}  // namespace twinlamp::practice

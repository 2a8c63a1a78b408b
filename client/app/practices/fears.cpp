#include "client/app/practices/fears.h"

#include "protocol/practice/fears.h"

namespace twinlamp::client {
namespace {

static_assert(static_cast<int>(practice::Help::nothing) == static_cast<int>(Help::nothing));

constexpr std::uint8_t fears = 3;  // product.md's row

FearView view_of(const practice::FearState& fear) {
  FearView view;
  view.is_heard = fear.is_heard;
  if (fear.wanted) view.wanted = static_cast<Help>(*fear.wanted);
  if (fear.given != nullptr) view.given = fear.given->said.text;
  return view;
}

bool may_take(const twinlamp::Round& round, Slot me, twinlamp::StepKind kind) {
  twinlamp::Step step;
  step.author = me;
  step.kind = number_of(kind);
  step.choice = 1;
  step.said.text = "?";
  return may_take_step(round, step);
}

}  // namespace

std::optional<FearsView> fears_view(const twinlamp::Round& round, Slot me) {
  if (round.practice != fears || !round.is_revealed) return std::nullopt;
  FearsView view;
  view.mine = view_of(practice::fear_of(round, me));
  view.partners = view_of(practice::fear_of(round, partner_of(me)));
  view.may_say_what_helps = may_take(round, me, twinlamp::StepKind::help_wanted);
  view.may_help = may_take(round, me, twinlamp::StepKind::help_given);
  return view;
}

}  // namespace twinlamp::client

#include "client/app/practices/values.h"

#include <algorithm>

#include "client/app/local_time.h"
#include "protocol/practice/values.h"

namespace twinlamp::client {
namespace {

static_assert(static_cast<int>(practice::CheckBack::not_yet) == static_cast<int>(CheckBack::not_yet));

constexpr std::uint8_t values = 7;  // product.md's row

CheckBack check_back_of(const twinlamp::Step* said) { return said == nullptr ? CheckBack::unsaid : static_cast<CheckBack>(said->choice); }

std::string text_of_step(const twinlamp::Step* step) { return step == nullptr ? std::string() : step->said.text; }

bool may_take(const twinlamp::Round& round, Slot me, twinlamp::StepKind kind, const EntryId& about = {}) {
  twinlamp::Step step;
  step.author = me;
  step.kind = number_of(kind);
  step.choice = 1;
  step.said.text = "?";
  step.about = about;
  return may_take_step(round, step);
}

// In a deep card nobody goes on to what to do before both were heard.
bool may_turn_to_the_week(const twinlamp::Round& round, Slot me) {
  const bool is_heard = !must_say_back(round) || (has_received(round, me) && has_received(round, partner_of(me)));
  return is_heard && may_take(round, me, twinlamp::StepKind::action);
}

}  // namespace

std::optional<ValuesView> values_view(const twinlamp::Round& round, Slot me) {
  if (round.practice != values || !round.is_revealed) return std::nullopt;
  const auto state = practice::values_of(round);
  ValuesView view;
  view.action = text_of_step(state.action);
  if (state.action == nullptr) {
    view.my_suggestion = text_of_step(state.suggested[me]);
    view.partners_suggestion = text_of_step(state.suggested[partner_of(me)]);
  }
  if (const auto* theirs = state.suggested[partner_of(me)]) {
    view.partners_suggestion_id = to_hex(theirs->said.entry_id);
    view.may_agree = may_take(round, me, twinlamp::StepKind::agree, theirs->said.entry_id);
  }
  view.may_suggest = may_turn_to_the_week(round, me);
  view.may_check_back = may_take(round, me, twinlamp::StepKind::check_back);
  view.mine = check_back_of(state.checked_back[me]);
  view.partners = check_back_of(state.checked_back[partner_of(me)]);
  return view;
}

ValuesRef values_facts(const PairState& state, Slot me, std::chrono::sys_days day, const Wording& wording) {
  const auto due = practice::values_due(state, day);
  auto facts = std::make_shared<ValuesFacts>();
  for (const auto& round : state.rounds) {
    if (round->practice != values || !round->is_revealed) continue;
    const auto its = practice::values_of(*round);
    if (its.action == nullptr) continue;
    ActionView action;
    action.round = to_hex(round->id);
    action.action = its.action->said.text;
    action.prompt = card_of(wording.catalogue, *round).prompt;
    action.agreed_on = local_date(its.agreed->said.at, wording.utc_offset(its.agreed->said.at), wording.words);
    action.is_due = std::any_of(due.begin(), due.end(), [&](const auto& one) { return one.round == round->id && one.slots[me]; });
    action.mine = check_back_of(its.checked_back[me]);
    action.partners = check_back_of(its.checked_back[partner_of(me)]);
    facts->actions.push_back(std::move(action));
  }
  std::reverse(facts->actions.begin(), facts->actions.end());
  return facts;
}

}  // namespace twinlamp::client

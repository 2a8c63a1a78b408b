#include "protocol/round/round.h"

#include <algorithm>

namespace twinlamp {
namespace {

constexpr std::uint8_t say_back_depth = 3;  // from this depth on only a confirmed say-back counts as received

bool is_both_sealed(const Latch& latch) { return latch.seals[0] && latch.seals[1]; }

bool has_responded(const Side& side) {
  return !side.say_backs.empty() || !side.reactions.empty() || !side.follow_ups.empty();
}

bool waits_for_verdict(const std::vector<Response>& responses) {
  return !responses.empty() && !responses.back().verdict;
}

bool is_confirmed(const Response& response) { return response.verdict && response.verdict->yes; }

bool has_confirmed_say_back(const Side& side) {
  return std::any_of(side.say_backs.begin(), side.say_backs.end(), is_confirmed);
}

bool has_answer(const FollowUp& follow_up) { return !follow_up.replies.empty(); }

// The partner's answer can be read, so that there is something to respond to.
bool has_something_to_receive(const Round& round, Slot slot) {
  return round.is_revealed && !round.wishes && round.sides[partner_of(slot)].answer_state == AnswerState::open;
}

bool is_before_reveal(const Round& round) { return !round.is_revealed && !round.closing; }

}  // namespace

const Latch* Round::latch() const {
  const auto both = std::find_if(latches.rbegin(), latches.rend(), is_both_sealed);
  if (both != latches.rend()) return &*both;
  return latches.empty() ? nullptr : &latches.back();
}

const Seal* Round::seal_of(Slot slot) const {
  const auto* counting = latch();
  return counting != nullptr && counting->seals[slot] ? &*counting->seals[slot] : nullptr;
}

RoundPhase phase_of(const Round& round) {
  if (round.closing) return round.is_revealed ? RoundPhase::closed_answered : RoundPhase::closed_unanswered;
  if (round.is_revealed) {
    const bool begun = has_responded(round.sides[0]) || has_responded(round.sides[1]);
    return begun ? RoundPhase::receiving : RoundPhase::revealed;
  }
  const bool zero = round.has_answered(0), one = round.has_answered(1);
  if (zero && one) return RoundPhase::both_sealed;
  return zero || one ? RoundPhase::one_sealed : RoundPhase::writing;
}

SealMode effective_mode(const Round& round, const Latch& latch) {
  auto mode = SealMode::open;
  for (const auto& seal : latch.seals)
    if (seal) mode = std::min(mode, seal->mode);
  const bool relaxed = round.sides[0].relaxed && round.sides[1].relaxed;
  return mode == SealMode::together && relaxed ? SealMode::apart : mode;
}

SealMode effective_mode(const Round& round) {
  const auto* latch = round.latch();
  return latch == nullptr ? SealMode::together : effective_mode(round, *latch);
}

bool must_say_back(const Round& round) { return round.depth >= say_back_depth; }

bool has_received(const Round& round, Slot slot) {
  if (!round.is_revealed) return false;
  if (!has_something_to_receive(round, slot)) return true;
  const auto& side = round.sides[slot];
  if (must_say_back(round)) return has_confirmed_say_back(side);
  return !side.say_backs.empty() || !side.reactions.empty() ||
         std::any_of(side.follow_ups.begin(), side.follow_ups.end(), has_answer);
}

bool may_write(const Round& round, Slot slot) { return is_before_reveal(round) && !round.has_answered(slot); }

bool may_relax(const Round& round, Slot slot) {
  return is_before_reveal(round) && round.has_sealed(0) && round.has_sealed(1) && !round.sides[slot].relaxed &&
         effective_mode(round) == SealMode::together;
}

bool may_say_back(const Round& round, Slot slot) {
  const auto& side = round.sides[slot];
  return has_something_to_receive(round, slot) && !round.closing && !waits_for_verdict(side.say_backs) &&
         !has_confirmed_say_back(side);
}

bool may_confirm(const Round& round, Slot slot) {
  if (!round.is_revealed || round.closing) return false;
  const auto& partner = round.sides[partner_of(slot)];
  return waits_for_verdict(partner.say_backs.empty() ? partner.reactions : partner.say_backs);
}

bool may_react(const Round& round, Slot slot) { return has_something_to_receive(round, slot); }

bool may_ask(const Round& round, Slot slot) {
  const auto& asked = round.sides[slot].follow_ups;
  return has_something_to_receive(round, slot) && (asked.empty() || has_answer(asked.back()));
}

bool may_reply(const Round& round, Slot slot) {
  const auto& asked = round.sides[partner_of(slot)].follow_ups;
  return round.is_revealed && !asked.empty() && !has_answer(asked.back());
}

bool may_add(const Round& round, Slot slot) {
  return round.is_revealed && round.sides[slot].answer_state == AnswerState::open;
}

bool may_close(const Round& round, Slot) {
  return round.is_revealed && !round.closing && has_received(round, 0) && has_received(round, 1);
}

bool may_lay_aside(const Round& round, WallTime now) {
  return round.is_revealed && !round.closing && round.revealed_at && now - *round.revealed_at >= lay_aside_after;
}

bool may_pass(const Round& round, Slot) { return is_before_reveal(round); }

}  // namespace twinlamp

// What follows the reveal: say-backs, verdicts, reactions, questions, replies, additions.

#include <algorithm>

#include "protocol/base/limits.h"
#include "protocol/journal/apply.h"

namespace twinlamp {
namespace {

// The round, once its answers are open and the text is within its bound; else null, and reported.
Round* revealed_round(const Applied& applied, const std::string& id, const std::string& text, std::size_t limit = limits::short_text) {
  if (text.size() > limit) {
    applied.report(AnomalyKind::malformed_body);
    return nullptr;
  }
  auto* round = applied.round(id);
  if (round == nullptr || round->is_revealed) return round;
  applied.report(AnomalyKind::too_early);
  return nullptr;
}

template <class Item>
void push_bounded(const Applied& applied, std::vector<Item>& items, Item item) {
  if (items.size() >= round_limits::responses) return applied.report(AnomalyKind::too_many);
  items.push_back(std::move(item));
}

// The last of the partner's that this entry's author had seen: what it speaks of, whatever arrived meanwhile.
template <class Item, class Seq>
Item* last_seen(std::vector<Item>& items, std::uint64_t seen, Seq seq_of) {
  const auto found = std::find_if(items.rbegin(), items.rend(), [&](const Item& item) { return seq_of(item) <= seen; });
  return found == items.rend() ? nullptr : &*found;
}

Response* last_seen_response(std::vector<Response>& responses, std::uint64_t seen) {
  return last_seen(responses, seen, [](const Response& response) { return response.said.seq; });
}

}  // namespace

void apply_relax(const Applied& applied, const wire::Relax& body) {
  auto* round = applied.round(body.round_id());
  if (round != nullptr && !round->is_revealed && !round->closing) round->sides[applied.author()].relaxed = true;
}

void apply_say_back(const Applied& applied, const wire::SayBack& body) {
  if (auto* round = revealed_round(applied, body.round_id(), body.text()))
    push_bounded(applied, round->sides[applied.author()].say_backs, {applied.said(body.text()), std::nullopt});
}

void apply_confirm(const Applied& applied, const wire::Confirm& body) {
  auto* round = revealed_round(applied, body.round_id(), body.clarification());
  if (round == nullptr) return;
  auto& partner = round->sides[partner_of(applied.author())];
  const auto seen = applied.entry.header().peer_seq;
  auto* response = last_seen_response(partner.say_backs, seen);
  if (response == nullptr) response = last_seen_response(partner.reactions, seen);
  if (response == nullptr) return applied.report(AnomalyKind::too_early);
  response->verdict = Verdict{body.yes(), applied.said(body.clarification())};
}

void apply_react(const Applied& applied, const wire::React& body) {
  if (auto* round = revealed_round(applied, body.round_id(), body.reaction(), round_limits::reaction))
    push_bounded(applied, round->sides[applied.author()].reactions, {applied.said(body.reaction()), std::nullopt});
}

void apply_follow_up(const Applied& applied, const wire::FollowUp& body) {
  if (auto* round = revealed_round(applied, body.round_id(), body.question()))
    push_bounded(applied, round->sides[applied.author()].follow_ups, {applied.said(body.question()), {}});
}

void apply_reply(const Applied& applied, const wire::Reply& body) {
  auto* round = revealed_round(applied, body.round_id(), body.text());
  if (round == nullptr) return;
  auto& asked = round->sides[partner_of(applied.author())].follow_ups;
  auto* question = last_seen(asked, applied.entry.header().peer_seq, [](const FollowUp& item) { return item.question.seq; });
  if (question == nullptr) return applied.report(AnomalyKind::too_early);
  push_bounded(applied, question->replies, applied.said(body.text()));
}

void apply_addition(const Applied& applied, const wire::Addition& body) {
  if (auto* round = revealed_round(applied, body.round_id(), body.text()))
    push_bounded(applied, round->sides[applied.author()].additions, applied.said(body.text()));
}

}  // namespace twinlamp

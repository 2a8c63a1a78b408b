// Wish lists, and what devices ask each other by themselves.
#include "protocol/base/limits.h"
#include "protocol/device/device.h"
#include "protocol/round/wish_draw.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t quiet_practice = 2, quiet_depth = 1;  // an OpenRound needs some; no rule reads them

bool is_under_way(const Round& round) {
  return round.wishes && !round.is_revealed && !round.closing;
}

// What is answered in it hangs on what this person keeps to themselves.
bool hangs_on_settings(const Round& round) {
  return round.card_id == quiet_card || round.practice == practice_number::desire;
}

std::vector<RoundId> wish_lists_under_way(const PairState& state) {
  std::vector<RoundId> ids;
  for (const auto* rounds : {&state.rounds, &state.quiet_rounds})
    for (const auto& round : *rounds)
      if (is_under_way(*round)) ids.push_back(round->id);
  return ids;
}

}  // namespace

Result<RoundId> Device::open_wishes(const CardFacts& card, std::string_view prompt,
                                    const std::vector<std::string>& items, std::uint16_t quota, Now now) {
  if (card.kind != wishes_kind || card.id == quiet_card || !match::Terms::are_sound(items, quota) || quota != wishes_quota(items.size()))
    return Error{ErrorCode::malformed, "wishes: a list of no sense"};
  return append_opening(card, prompt, items, quota, now);
}

Result<void> Device::seal_wishes(const RoundId& id, const std::vector<match::Vote>& votes, SealMode mode, Now now) {
  auto found = round_for(id, &may_write);
  if (!found) return found.error();
  const auto& round = **found;
  if (!round.wishes || mode == SealMode::open || matches_.votes(id) != nullptr)
    return Error{ErrorCode::refused, "wishes: not now"};
  const auto terms = round.wishes->terms(id, wishes_latch(id));
  if (!match::are_legal(terms, votes))
    return Error{ErrorCode::malformed, "wishes: votes of no sense, or more than the quota"};
  matches_.begin(id, terms, votes, mode, open_, random_);
  settle(now);
  return {};
}

std::optional<std::vector<match::Vote>> Device::my_votes(const RoundId& round) const {
  const auto* votes = matches_.votes(round);
  return votes != nullptr ? std::optional(*votes) : std::nullopt;
}

void Device::set_private(const PrivateSettings& settings, Now now) {
  private_ = settings;
  settle(now);
}

// Votes are out with step 1. Until then a change of mind counts: who has opted out plays all-no, and a quiet run is
// answered from what is so now.
void Device::vote_as_of_now() {
  if (!private_) return;
  const auto may_change = [this](const Round& round) {
    return is_under_way(round) && !round.wishes->said.has(record_.slot, 1) && matches_.votes(round.id) != nullptr;
  };
  for (const auto& round : state().quiet_rounds)
    if (may_change(*round)) matches_.change_votes(round->id, quiet_votes(state(), *round, *private_), open_);
  if (private_->desire) return;
  for (const auto& round : state().rounds)
    if (round->practice == practice_number::desire && may_change(*round))
      matches_.change_votes(round->id, std::vector(round->wishes->items.size(), match::Vote::no), open_);
}

LatchId Device::wishes_latch(const RoundId& round) const {
  return derive_latch_id(record_.latch_seed, round, 0);
}

// One of the two begins, so that two do not begin at once: slot 0. Both take part whatever their people's settings are.
void Device::run_quietly(Now now) {
  if (!private_ || is_frozen()) return;
  if (record_.slot == 0 && may_begin_quiet_run(state(), meeting_.is_established(), now.wall)) {
    CardFacts card;
    card.id = quiet_card;
    card.version = 1;
    card.practice = quiet_practice;
    card.depth = quiet_depth;
    card.kind = wishes_kind;
    if (auto opened = append_opening(card, {}, quiet_items(state()), quiet_quota, now); !opened) return;
  }
  for (const auto& round : state().quiet_rounds) {
    if (!is_under_way(*round) || round->has_answered(record_.slot) || matches_.votes(round->id) != nullptr) continue;
    if (!may_answer_quiet_run(state(), *round, record_.slot, now.wall)) continue;
    const auto terms = round->wishes->terms(round->id, wishes_latch(round->id));
    matches_.begin(round->id, terms, quiet_votes(state(), *round, *private_), SealMode::apart, open_, random_);
  }
}

void Device::run_matches(Now now) {
  if (is_frozen()) return;
  run_quietly(now);
  matches_.forget_what_is_over(state(), open_);
  vote_as_of_now();
  for (const auto& id : wish_lists_under_way(state()))
    while (run_match(id, now)) continue;
}

// One move; true if there may be another.
bool Device::run_match(const RoundId& id, Now now) {
  const auto* round = find_round(state(), id);
  if (round == nullptr || !is_under_way(*round) || is_closing(id)) return false;
  // At a start the client may not have said yet what its person wants now.
  if (!private_ && hangs_on_settings(*round) && !round->wishes->said.has(record_.slot, 1)) return false;
  const auto move = matches_.next(*round, wishes_latch(id));
  switch (move.kind) {
    case MatchMove::Kind::nothing:
      return false;
    case MatchMove::Kind::step: {
      wire::Body body;
      body.mutable_match_step()->set_round_id(to_string(id));
      body.mutable_match_step()->set_step(move.step);
      body.mutable_match_step()->set_body(to_string(move.bytes));
      return static_cast<bool>(append(std::move(body), now));
    }
    case MatchMove::Kind::seal: {
      const SealContext context{id, 0, wishes_latch(id), record_.slot};
      auto seal = make_seal_with(*move.blind, context, move.mode, move.bytes, record_.box_key, random_);
      if (!seal) return false;
      wire::Body body;
      *body.mutable_seal() = std::move(*seal);
      if (auto done = append(std::move(body), now); !done) return false;
      return false;
    }
    case MatchMove::Kind::broken:
      tell({DeviceEvent::Kind::match_trouble, id, LatchNews::none, move.why});
      [[fallthrough]];
    case MatchMove::Kind::lost: {
      if (auto given_up = give_up(*round, now); !given_up) return false;
      return false;
    }
  }
  return false;
}

}  // namespace twinlamp

#include "protocol/round/tonight.h"

#include <algorithm>
#include <tuple>

#include "protocol/crypto/hash.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t desire = 4;  // off until both have switched it on, each for themselves: never suggested by the app
constexpr std::chrono::days ask_again_after{90};

bool is_skipped(const PairState& state, const std::string& card_id) {
  return std::find(state.skipped.begin(), state.skipped.end(), card_id) != state.skipped.end();
}

const CardUse* use_of(const PairState& state, const std::string& card_id) {
  const auto found = state.cards.find(card_id);
  return found == state.cards.end() ? nullptr : &found->second;
}

std::optional<Suggestion> unfinished(const PairState& state) {
  for (const auto& round : state.rounds)
    if (!round->closing && !round->is_revealed && !is_skipped(state, round->card_id))
      return Suggestion{round->card_id, Suggestion::Why::unfinished, round->id};
  return std::nullopt;
}

bool is_open_now(const PairState& state, const std::string& card_id) {
  return std::any_of(state.rounds.begin(), state.rounds.end(),
                     [&card_id](const auto& round) { return round->card_id == card_id && !round->closing; });
}

// What both devices can play, in an order that belongs to this pair alone.
struct Candidate {
  const CardFacts* card = nullptr;
  Hash256 place{};
  std::uint32_t opened = 0;
  WallTime last{};
};

bool fits(const PairState& state, const CardFacts& card) {
  return card.practice >= 1 && card.practice < PairState::practices && card.practice != desire && card.depth >= 1 &&
         card.depth <= state.depth[card.practice] && !is_open_now(state, card.id);
}

std::vector<Candidate> candidates_of(const PairState& state, std::span<const CardFacts> cards) {
  std::vector<Candidate> out;
  for (const auto& card : cards) {
    if (!fits(state, card)) continue;
    Candidate candidate{&card, blake2b_256({bytes_of("tonight/1"), state.pair_seed.view(), bytes_of(card.id)}), 0, {}};
    if (const auto* use = use_of(state, card.id)) {
      candidate.opened = use->opened;
      candidate.last = use->last_opened;
    }
    out.push_back(candidate);
  }
  std::sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) { return a.card->id < b.card->id; });
  const auto same = [](const Candidate& a, const Candidate& b) { return a.card->id == b.card->id; };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

// Not skipped tonight; when all were, the ones that were skipped first come round again.
void drop_skipped(const PairState& state, std::vector<Candidate>& candidates) {
  const auto skipped = [&state](const Candidate& candidate) { return is_skipped(state, candidate.card->id); };
  if (!std::all_of(candidates.begin(), candidates.end(), skipped)) {
    std::erase_if(candidates, skipped);
    return;
  }
  for (const auto& id : state.skipped) {
    const auto first = std::find_if(candidates.begin(), candidates.end(), [&id](const Candidate& c) { return c.card->id == id; });
    if (first == candidates.end()) continue;
    candidates = {*first};
    return;
  }
}

bool may_return(const PairState& state, const Candidate& candidate) {
  return candidate.card->about_now && candidate.opened > 0 && candidate.last + ask_again_after <= state.latest;
}

// No card twice before all that fit have been used: fresh ones, or what may return by now, else those that were used least.
void keep_due(const PairState& state, std::vector<Candidate>& candidates) {
  std::uint32_t least = candidates.front().opened;
  for (const auto& candidate : candidates) least = std::min(least, candidate.opened);
  std::erase_if(candidates, [&](const Candidate& candidate) { return candidate.opened != least && !may_return(state, candidate); });
}

// How long ago each practice had its turn: the number of rounds up to its last one; 0 = never.
std::array<std::size_t, PairState::practices> last_turns(const PairState& state) {
  std::array<std::size_t, PairState::practices> turns{};
  std::size_t turn = 0;
  for (const auto& round : state.rounds) turns[round->practice] = ++turn;
  return turns;
}

}  // namespace

std::optional<Suggestion> tonight(const PairState& state, std::span<const CardFacts> cards) {
  if (auto suggestion = unfinished(state)) return suggestion;
  auto candidates = candidates_of(state, cards);
  if (candidates.empty()) return std::nullopt;
  drop_skipped(state, candidates);
  keep_due(state, candidates);

  const auto turns = last_turns(state);
  const auto practice_place = [&state](std::uint8_t practice) {
    const ByteArray<1> number{practice};
    return blake2b_256({bytes_of("tonight/1/practice"), state.pair_seed.view(), number});
  };
  // The practice whose turn is longest ago; in it the deepest card that fits; then the pair's own order.
  const auto rank = [&](const Candidate& c) {
    return std::tuple(turns[c.card->practice], practice_place(c.card->practice), 255 - c.card->depth, c.opened, c.place);
  };
  const auto best = std::min_element(candidates.begin(), candidates.end(),
                                     [&rank](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });
  const auto why = best->opened == 0 ? Suggestion::Why::fresh : Suggestion::Why::asked_again;
  return Suggestion{best->card->id, why, std::nullopt};
}

}  // namespace twinlamp

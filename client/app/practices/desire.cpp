#include "client/app/practices/desire.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "client/app/local_time.h"
#include "client/app/next_card.h"
#include "client/app/round_view.h"
#include "client/content/answer_codec.h"
#include "protocol/crypto/hash.h"
#include "protocol/round/needs.h"
#include "protocol/round/wish_draw.h"

namespace twinlamp::client {
namespace {

constexpr std::string_view wish_talk = "desire.we-both-want", thought_talk = "desire.we-both-enjoy";

bool is_wish_list(const Card& card) { return card.kind == CardKind::wishes; }
bool is_talk(const Card& card) {
  return !is_wish_list(card) && !is_check_in(card) && card.id != wish_talk && card.id != thought_talk;
}

// Among those that fit: the least opened, then the pair's own order. The same on both devices.
template <typename Fits>
std::string next_of(const PairState& state, const Catalogue& catalogue, int deepest, Fits fits) {
  const auto open = open_cards(state);
  const auto rank = [&](const Card& card) {
    return std::tuple(times_opened(state, card.id), blake2b_256({bytes_of("desire-next/1"), state.pair_seed.view(), bytes_of(card.id)}));
  };
  const auto day = pair_day(state, state.latest);
  const Card* best = nullptr;
  for (const auto* card : catalogue.by_practice(desire_practice))
    if (fits(*card) && card->depth <= deepest && !open.contains(card->id) && is_led_up_to(state, facts_of(*card), day) &&
        (best == nullptr || rank(*card) < rank(*best)))
      best = card;
  return best == nullptr ? std::string() : best->id;
}

std::string card_if_there(const Catalogue& catalogue, std::string_view id) {
  return catalogue.find(id) == nullptr ? std::string() : std::string(id);
}

int scale_value(const twinlamp::Round& round, Slot slot) {
  const auto& side = round.sides[slot];
  if (side.answer_state != AnswerState::open) return 0;
  const auto answer = answer_from_bytes(side.answer);
  const auto* scale = answer ? std::get_if<ScaleAnswer>(&*answer) : nullptr;
  return scale == nullptr ? 0 : scale->value;
}

void add_check_in(const twinlamp::Round& round, const Card& card, Slot me, const Wording& wording, DesireView& view) {
  if (std::ranges::find(view.check_ins, card.id, &CheckInView::card) != view.check_ins.end()) return;
  CheckInView seen;
  seen.mine = scale_value(round, me);
  seen.partners = scale_value(round, partner_of(me));
  seen.steps = card.scale.steps;
  if (std::min(seen.mine, seen.partners) < 1 || std::max(seen.mine, seen.partners) > seen.steps) return;
  seen.card = card.id;
  seen.prompt = card.prompt;
  seen.round = to_hex(round.id);
  const auto at = keepsake_time(round);
  seen.date = local_date(at, wording.utc_offset(at), wording.words);
  seen.low_label = card.scale.min_label;
  seen.high_label = card.scale.max_label;
  seen.reading = read_pair(seen.mine, seen.partners, seen.steps);
  view.check_ins.push_back(std::move(seen));
}

void add_wishes(const twinlamp::Round& round, const Card& card, const Words& words, DesireView& view) {
  view.has_run = true;
  const auto& run = *round.wishes;
  for (std::size_t i = 0; i < std::min(run.items.size(), run.outcome.size()); ++i) {
    const auto& id = run.items[i];
    const bool is_there = std::ranges::any_of(view.in_common, [&](const WishInCommon& each) { return each.item.id == id; });
    if (run.outcome[i] == match::Outcome::nothing || is_there || run.is_broken) continue;
    view.in_common.push_back({{id, item_text(card, id, words), {}, {}, 0}, run.outcome[i] == match::Outcome::both_yes, to_hex(round.id)});
  }
}

// Only rounds that are closed: what is open may still wait for its instant, and has its own place on the page.
void look_back(const PairState& state, Slot me, const Wording& wording, DesireView& view) {
  for (auto each = state.rounds.end(); each != state.rounds.begin();) {
    const auto& round = **--each;
    if (!round.is_revealed || !round.closing || practice_of(wording.catalogue, round) != desire_practice) continue;
    const auto card = card_of(wording.catalogue, round);
    if (round.wishes) add_wishes(round, card, wording.words, view);
    if (is_check_in(card)) add_check_in(round, card, me, wording, view);
  }
}

}  // namespace

bool is_check_in(const Card& card) { return card.kind == CardKind::scale && is_check_in(card.id); }

DesireView make_desire(const PairState& state, Slot me, const Wording& wording, const DesireGate& gate) {
  DesireView view;
  view.wanted = gate.wanted;
  view.is_on = gate.wanted && state.desire_is_open;
  view.has_lock = gate.has_lock;
  view.is_locked = view.is_on && gate.has_lock && !gate.is_open;
  view.was_wrong = view.is_locked && gate.was_wrong;
  if (!view.is_shown()) return view;
  const auto& catalogue = wording.catalogue;
  view.wish_card = next_of(state, catalogue, card_limits::depth, is_wish_list);
  for (const auto* card : catalogue.by_practice(desire_practice))
    if (is_wish_list(*card)) view.wishes_drawn = card->batch;
  view.wishes_most = view.wishes_drawn == 0 ? 0 : wishes_quota(static_cast<std::size_t>(view.wishes_drawn));
  view.check_in_card = next_of(state, catalogue, card_limits::depth, [](const Card& card) { return is_check_in(card); });
  view.next_card = next_of(state, catalogue, std::max<int>(state.depth[desire_practice], 1), is_talk);
  view.talk_of_wish = card_if_there(catalogue, wish_talk);
  view.talk_of_thought = card_if_there(catalogue, thought_talk);
  look_back(state, me, wording, view);
  return view;
}

}  // namespace twinlamp::client

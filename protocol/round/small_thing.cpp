#include "protocol/round/small_thing.h"

#include <algorithm>

#include "protocol/crypto/hash.h"
#include "protocol/practice/gift.h"
#include "protocol/practice/shared_list.h"
#include "protocol/round/needs.h"

namespace twinlamp {
namespace {

constexpr std::chrono::days speak_again_after{7};
using Kind = SmallThing::Kind;

class Looker {
public:
  Looker(const PairState& state, const Stock& stock, PairDay day, Slot me) : state_(state), stock_(stock), day_(day), me_(me) {}

  SmallThing look() const {
    if (auto found = check_in()) return *found;
    constexpr std::array<Kind, 4> turns{Kind::note, Kind::challenge, Kind::guess, Kind::ask};
    const auto today = static_cast<std::size_t>(day_.time_since_epoch().count() % 4 + 4);
    for (std::size_t step = 0; step < turns.size(); ++step)
      if (auto found = find(turns[(today + step) % turns.size()])) return *found;
    return {};  // a note is never too many
  }

private:
  std::optional<SmallThing> find(Kind kind) const {
    switch (kind) {
      case Kind::check_in: return check_in();
      case Kind::note: return note();
      case Kind::guess: return guess();
      case Kind::ask: return ask();
      case Kind::challenge: return challenge();
    }
    return std::nullopt;
  }

  bool is_today(WallTime at) const { return pair_day(state_, at) == day_; }

  const Round* newest_round(const std::string& card_id) const {
    const auto found = std::find_if(std::make_reverse_iterator(state_.rounds.end()), std::make_reverse_iterator(state_.rounds.begin()),
                                    [&](const auto& round) { return round->card_id == card_id; });
    return found == std::make_reverse_iterator(state_.rounds.begin()) ? nullptr : found->get();
  }

  // Once a day: until mine is sealed, or the day's round was closed without it.
  std::optional<SmallThing> check_in() const {
    const CardFacts* daily = nullptr;
    for (const auto& card : stock_.cards)
      if (card.daily && card.practice != practice_number::desire && (daily == nullptr || card.id < daily->id)) daily = &card;
    if (daily == nullptr) return std::nullopt;
    const auto use = state_.cards.find(daily->id);
    if (use == state_.cards.end()) return SmallThing{Kind::check_in, daily->id, std::nullopt};
    const auto* round = newest_round(daily->id);
    // One of an earlier day gives way to today's, unless the partner has answered it (Device::open_round).
    const bool is_open = round != nullptr && !round->closing && !round->is_revealed && (is_today(round->opened_at) || round->has_sealed(partner_of(me_)));
    if (is_open) return round->has_sealed(me_) ? std::nullopt : std::optional(SmallThing{Kind::check_in, daily->id, round->id});
    if (is_today(use->second.last_opened)) return std::nullopt;
    return SmallThing{Kind::check_in, daily->id, std::nullopt};
  }

  std::optional<SmallThing> note() const {
    for (auto gift = state_.gifts.rbegin(); gift != state_.gifts.rend(); ++gift)
      if ((*gift)->from == me_ && is_today((*gift)->sent)) return std::nullopt;
    return SmallThing{Kind::note, {}, std::nullopt};
  }

  // The pair's own order, a step a day: none comes twice before all have come.
  std::optional<SmallThing> challenge() const {
    if (stock_.challenges.empty()) return std::nullopt;
    std::vector<std::pair<Hash256, const std::string*>> order;
    for (const auto& id : stock_.challenges) order.emplace_back(place_of(id), &id);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto turn = static_cast<std::size_t>(std::max<std::int64_t>(0, day_.time_since_epoch().count())) / 4;
    return SmallThing{Kind::challenge, *order[turn % order.size()].second, std::nullopt};
  }

  // A fresh one, as deep as the pair has come; one a day.
  std::optional<SmallThing> guess() const {
    const CardFacts* best = nullptr;
    for (const auto& card : stock_.cards) {
      if (card.kind != response_kind::guess || card.practice == practice_number::desire || card.depth > state_.depth[card.practice % PairState::practices] ||
          !is_led_up_to(state_, card, day_))
        continue;
      if (const auto use = state_.cards.find(card.id); use != state_.cards.end()) {
        if (is_today(use->second.last_opened)) return std::nullopt;
        continue;
      }
      if (best == nullptr || std::pair(place_of(card.id), card.id) < std::pair(place_of(best->id), best->id)) best = &card;
    }
    return best == nullptr ? std::nullopt : std::optional(SmallThing{Kind::guess, best->id, std::nullopt});
  }

  // The partner's thing that I have not spoken of for longest.
  std::optional<SmallThing> ask() const {
    std::optional<std::pair<WallTime, ItemId>> best;
    for (const auto& [key, item] : state_.items) {
      const auto& id = key.second;
      const bool is_theirs = item->owner != me_ && !item->removed && item->list != static_cast<std::uint16_t>(SharedList::visit);
      if (!is_theirs) continue;
      WallTime spoken{};
      for (const auto& remark : item->remarks)
        if (remark.author == me_) spoken = std::max(spoken, remark.said.at);
      if (spoken != WallTime{} && day_ - pair_day(state_, spoken) < speak_again_after) continue;
      if (!best || std::pair(spoken, id) < *best) best = std::pair(spoken, id);
    }
    return best ? std::optional(SmallThing{Kind::ask, to_hex(best->second), std::nullopt}) : std::nullopt;
  }

  Hash256 place_of(const std::string& id) const { return blake2b_256({bytes_of("small-thing/1"), state_.pair_seed.view(), bytes_of(id)}); }

  const PairState& state_;
  const Stock& stock_;
  PairDay day_;
  Slot me_;
};

}  // namespace

SmallThing small_thing(const PairState& state, const Stock& stock, PairDay day, Slot me) { return Looker(state, stock, day, me).look(); }

}  // namespace twinlamp

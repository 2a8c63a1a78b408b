#include "client/app/practices/open_up.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "client/app/next_card.h"
#include "client/app/settings.h"
#include "protocol/practice/shared_list.h"

namespace twinlamp::client {
namespace {

struct ChosenArea {
  std::string area, item;
  std::uint64_t seq = 0;
};

ChosenArea chosen_by(const PairState& state, Slot slot) {
  ChosenArea chosen;
  for (const auto& [key, item] : state.items) {
    if (item->owner != slot || item->list != static_cast<std::uint16_t>(twinlamp::SharedList::area) || item->removed || item->seq < chosen.seq) continue;
    chosen = {item->text, to_hex(key.second), item->seq};
  }
  return chosen;
}

std::uint32_t opened(const PairState& state, const Card& card) { return times_opened(state, card.id); }

// The deepest that fits comes first, among those that were opened least; then the order of the deck.
std::vector<std::string> in_order(const PairState& state, std::vector<const Card*> cards) {
  const auto rank = [&](const Card* card) { return std::tuple(opened(state, *card), -int(card->depth), std::string_view(card->id)); };
  std::sort(cards.begin(), cards.end(), [&](const Card* a, const Card* b) { return rank(a) < rank(b); });
  std::vector<std::string> ids;
  for (const auto* card : cards) ids.push_back(card->id);
  return ids;
}

}  // namespace

bool asks_for_news(const Card& card) { return card.practice == open_up_practice && card.area.empty(); }

bool is_within_depth(const PairState& state, const Card& card) {
  return card.practice != open_up_practice || card.depth <= std::max<std::uint8_t>(state.depth[open_up_practice], 1);
}

OpenUpView make_open_up(const PairState& state, Slot me, const Catalogue& catalogue, std::optional<std::uint8_t> ceiling) {
  OpenUpView view;
  view.depth = std::clamp<int>(state.depth[open_up_practice], 1, card_limits::depth);
  view.ceiling = std::clamp<int>(ceiling.value_or(OwnWill::unasked_ceiling), 1, card_limits::depth);
  view.is_ceiling_chosen = ceiling.has_value();
  view.asks_ceiling = !ceiling && view.depth + (state.may_climb ? 1 : 0) > view.ceiling;
  const auto mine = chosen_by(state, me), partners = chosen_by(state, partner_of(me));
  view.my_area_item = mine.item;
  const auto open = open_cards(state);
  std::vector<const Card*> news;
  std::map<std::string, std::vector<const Card*>> by_area;
  for (const auto* card : catalogue.by_practice(open_up_practice)) {
    if (!is_within_depth(state, *card) || card->depth > view.ceiling || open.contains(card->id)) continue;
    if (asks_for_news(*card))
      news.push_back(card);
    else
      by_area[card->area].push_back(card);
  }
  for (const auto& area : catalogue.areas()) {
    OpenUpArea shown{area.id, area.name, area.id == mine.area, area.id == partners.area, {}, {}, 0};
    const auto& cards = by_area[area.id];
    shown.cards = in_order(state, cards);
    if (!shown.cards.empty()) shown.next_card = shown.cards.front();
    shown.fresh = static_cast<int>(std::count_if(cards.begin(), cards.end(), [&](const Card* card) { return opened(state, *card) == 0; }));
    view.areas.push_back(std::move(shown));
  }
  view.news = in_order(state, news);
  if (!view.news.empty()) view.news_card = view.news.front();
  return view;
}

}  // namespace twinlamp::client

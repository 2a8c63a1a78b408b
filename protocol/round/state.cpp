#include "protocol/round/state.h"

#include <algorithm>
#include <cassert>

#include "protocol/crypto/hash.h"

namespace twinlamp {
namespace {

template <class Index>
auto place_of(Index& index, const RoundId& id) {
  return std::lower_bound(index.begin(), index.end(), id, [](const auto& item, const RoundId& wanted) { return item.first < wanted; });
}

}  // namespace

const Round* Rounds::find(const RoundId& id) const {
  const auto place = place_of(by_id_, id);
  return place != by_id_.end() && place->first == id ? in_order_[place->second].get() : nullptr;
}

Round* Rounds::edit(const RoundId& id) {
  const auto place = place_of(by_id_, id);
  if (place == by_id_.end() || place->first != id) return nullptr;
  auto& pointer = in_order_[place->second];
  auto copy = std::make_shared<Round>(*pointer);
  auto* editable = copy.get();
  pointer = std::move(copy);
  return editable;
}

void Rounds::add(Round round) {
  const auto place = place_of(by_id_, round.id);
  assert(place == by_id_.end() || place->first != round.id);
  by_id_.insert(place, {round.id, static_cast<std::uint32_t>(in_order_.size())});
  in_order_.push_back(std::make_shared<const Round>(std::move(round)));
}

std::optional<RoundId> Rounds::drop_oldest_beyond(std::size_t most) {
  if (in_order_.size() <= most) return std::nullopt;
  const auto id = in_order_.front()->id;
  in_order_.erase(in_order_.begin());
  std::erase_if(by_id_, [&id](const auto& item) { return item.first == id; });
  for (auto& item : by_id_) item.second -= 1;
  return id;
}

const std::shared_ptr<const ListItem>* find_item(const PairState& state, const ItemId& id, Slot author) {
  for (const Slot owner : {partner_of(author), author})
    if (const auto item = state.items.find({owner, id}); item != state.items.end()) return &item->second;
  return nullptr;
}

const Round* find_round(const PairState& state, const RoundId& id) {
  const auto* found = state.rounds.find(id);
  return found != nullptr ? found : state.quiet_rounds.find(id);
}

RoundId derive_round_id(const Key& pair_seed, std::string_view card_id, std::uint32_t times_before) {
  ByteWriter tail;
  tail.lv(card_id).u32(times_before);
  return blake2b_128({bytes_of("round/1"), pair_seed.view(), tail.view()});
}

std::uint32_t times_opened(const PairState& state, std::string_view card_id) {
  const auto use = state.cards.find(std::string(card_id));
  return use == state.cards.end() ? 0 : use->second.opened;
}

std::size_t items_of(const PairState& state, Slot owner) {
  return static_cast<std::size_t>(std::count_if(state.items.begin(), state.items.end(), [owner](const auto& item) {
    return item.second->owner == owner && !item.second->removed;
  }));
}

bool owes_cover(const PairState& state, Slot slot) {
  const auto partner = partner_of(slot);
  return state.seal_seq_to_cover[partner] > state.covered[partner];
}

bool is_covered(const PairState& state, Slot slot, std::uint64_t seq) { return seq != 0 && state.covered[slot] >= seq; }

bool may_erase(const PairState& state, std::uint16_t type, const EntryId& id) {
  switch (static_cast<EntryType>(type)) {
    case EntryType::seal: return !state.unsettled_seals.contains(id);
    case EntryType::say_back:
    case EntryType::confirm:
    case EntryType::react:
    case EntryType::follow_up:
    case EntryType::reply:
    case EntryType::addition:
    case EntryType::step:
    case EntryType::gift:
    case EntryType::list_item:
    case EntryType::remark:
    case EntryType::deck: return true;
    default: return false;
  }
}

}  // namespace twinlamp

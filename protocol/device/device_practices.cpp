// What a person does in a practice, beside what every round has: steps, gifts, lists, remarks.
#include <algorithm>
#include <set>

#include "protocol/base/limits.h"
#include "protocol/device/device.h"
#include "protocol/practice/step.h"
#include "protocol/practice/your_thing.h"

namespace twinlamp {
namespace {

std::string text_of_id(ByteView id) { return std::string(text_of(id)); }

std::int64_t milliseconds_of(WallTime at) { return at.time_since_epoch().count(); }

}  // namespace

Result<void> Device::take_step(const RoundId& id, const Step& step, Now now) {
  TWINLAMP_TRY(may_act());
  const auto* round = state().rounds.find(id);
  if (round == nullptr) return Error{ErrorCode::not_found, "round"};
  if (step.said.text.size() > limits::short_text) return Error{ErrorCode::too_large, "step"};
  auto mine = step;
  mine.author = record_.slot;
  if (is_held(id) || is_closing(id) || round->steps.size() >= round_limits::steps || !may_take_step(*round, mine))
    return Error{ErrorCode::refused, "step: not now"};
  wire::Body body;
  auto* out = body.mutable_step();
  out->set_round_id(text_of_id(id));
  out->set_kind(step.kind);
  out->set_choice(step.choice);
  out->set_text(step.said.text);
  if (step.about != EntryId{}) out->set_about(text_of_id(step.about));
  out->set_at_ms(milliseconds_of(step.moment));
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

Result<void> Device::set_ready(const std::optional<RoundId>& id, Now now) {
  if (!id) {
    plays_.handle_left();
  } else {
    const auto* round = state().rounds.find(*id);
    if (round == nullptr) return Error{ErrorCode::not_found, "round"};
    if (!may_write(*round, record_.slot)) return Error{ErrorCode::refused, "ready: not now"};
    plays_.handle_ready(*id, now.mono);
  }
  settle(now);
  return {};
}

std::optional<MonoTime> Device::play_begins_at(const RoundId& round) const {
  return plays_.round() == round ? plays_.begins_at() : std::nullopt;
}

Result<void> Device::share_deck(std::string_view name, std::string_view text, bool removed, Now now) {
  TWINLAMP_TRY(may_act());
  std::set<std::string_view> names{name};
  for (const auto& deck : state().decks)
    if (deck->owner == record_.slot) names.insert(deck->name);
  if (name.empty() || name.size() > round_limits::deck_name || text.size() > round_limits::deck_text || names.size() > round_limits::decks)
    return Error{ErrorCode::too_large, "deck"};
  wire::Body body;
  body.mutable_deck()->set_name(std::string(name));
  body.mutable_deck()->set_text(std::string(text));
  body.mutable_deck()->set_removed(removed);
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

Result<void> Device::send_gift(const Gift& gift, Now now) {
  if (std::max({gift.did.size(), gift.says.size(), gift.felt.size(), gift.text.size()}) > limits::short_text)
    return Error{ErrorCode::too_large, "gift"};
  if (gift.did.empty() && gift.says.empty() && gift.felt.empty() && gift.text.empty()) return Error{ErrorCode::refused, "gift: empty"};
  wire::Body body;
  auto* out = body.mutable_gift();
  out->set_kind(gift.kind);
  out->set_did(gift.did);
  out->set_says(gift.says);
  out->set_felt(gift.felt);
  out->set_text(gift.text);
  out->set_moment(gift.moment);
  out->set_at_ms(milliseconds_of(gift.at));
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

Result<ItemId> Device::put_item(const std::optional<ItemId>& known, const ListItem& item, Now now) {
  TWINLAMP_TRY(may_act());
  if (item.text.size() > round_limits::item_text) return Error{ErrorCode::too_large, "item"};
  if (item.text.empty() && !item.removed) return Error{ErrorCode::refused, "item: empty"};
  const auto& items = state().items;
  if (known) {
    if (!items.contains({record_.slot, *known})) return Error{ErrorCode::not_found, "item"};
  } else if (items_of(state(), record_.slot) >= round_limits::items) {
    return Error{ErrorCode::too_large, "items"};
  }
  auto id = known.value_or(ItemId{});
  if (!known) random_.fill(id);
  wire::Body body;
  auto* out = body.mutable_list_item();
  out->set_item_id(text_of_id(id));
  out->set_list(item.list);
  out->set_text(item.text);
  out->set_at_ms(milliseconds_of(item.at));
  out->set_removed(item.removed);
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return id;
}

Result<void> Device::remark(ByteView about, std::uint16_t kind, std::string_view text, Now now) {
  TWINLAMP_TRY(may_act());
  if (text.size() > limits::short_text) return Error{ErrorCode::too_large, "remark"};
  const auto& all = state();
  const auto* item = about.size() == sizeof(ItemId) ? find_item(all, to_array<16>(about), record_.slot) : nullptr;
  const bool is_gift = about.size() == sizeof(EntryId) &&
                       std::any_of(all.gifts.begin(), all.gifts.end(), [&](const auto& gift) { return equal(gift->id, about); });
  if (item == nullptr && !is_gift) return Error{ErrorCode::not_found, "remark"};
  if (item != nullptr && !practice::may_remark(**item, record_.slot, kind)) return Error{ErrorCode::refused, "remark: not now"};
  wire::Body body;
  auto* out = body.mutable_remark();
  out->set_about(text_of_id(about));
  out->set_kind(kind);
  out->set_text(std::string(text));
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

}  // namespace twinlamp

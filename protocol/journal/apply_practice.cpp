// What practices add: steps in rounds, gifts, the lists of each, and remarks about them.

#include <algorithm>

#include "protocol/base/limits.h"
#include "protocol/journal/apply.h"
#include "protocol/practice/gift.h"
#include "protocol/practice/shared_list.h"
#include "protocol/practice/step.h"
#include "protocol/practice/your_thing.h"

namespace twinlamp {
namespace {

bool is_moment(std::uint32_t value) { return value <= static_cast<std::uint32_t>(GiftMoment::at); }

bool is_sound(const wire::Step& body) {
  return body.kind() <= 0xffff && body.text().size() <= limits::short_text && (body.about().empty() || body.about().size() == sizeof(EntryId));
}

bool is_sound(const wire::Gift& body) {
  const auto texts = {&body.did(), &body.says(), &body.felt(), &body.text()};
  const auto fits = [](const std::string* text) { return text->size() <= limits::short_text; };
  const auto is_empty = [](const std::string* text) { return text->empty(); };
  return body.kind() <= 0xffff && is_moment(body.moment()) && std::all_of(texts.begin(), texts.end(), fits) &&
         !std::all_of(texts.begin(), texts.end(), is_empty);
}

bool is_sound(const wire::ListItem& body) {
  return body.item_id().size() == sizeof(ItemId) && body.list() <= 0xffff && body.text().size() <= round_limits::item_text &&
         (body.removed() || !body.text().empty());
}

// Changes a copy: other states share the one that was there.
template <class T, class Change>
void change(std::shared_ptr<const T>& shared, const Change& how) {
  auto copy = std::make_shared<T>(*shared);
  how(*copy);
  shared = std::move(copy);
}

template <class T>
void push_remark(const Applied& applied, std::shared_ptr<const T>& subject, Remark remark) {
  const auto of_author = std::count_if(subject->remarks.begin(), subject->remarks.end(),
                                       [&](const Remark& known) { return known.author == remark.author; });
  if (static_cast<std::size_t>(of_author) >= round_limits::responses) return applied.report(AnomalyKind::too_many);
  change(subject, [&](T& changed) { changed.remarks.push_back(std::move(remark)); });
}

void forget_removed(std::map<ItemKey, std::shared_ptr<const ListItem>>& items, Slot author) {
  const auto counts = [author](const auto& each) { return each.second->owner == author && each.second->removed; };
  if (static_cast<std::size_t>(std::count_if(items.begin(), items.end(), counts)) <= round_limits::removed_items) return;
  auto oldest = items.end();
  for (auto each = items.begin(); each != items.end(); ++each)
    if (counts(*each) && (oldest == items.end() || each->second->seq < oldest->second->seq)) oldest = each;
  items.erase(oldest);
}

}  // namespace

void apply_step(const Applied& applied, const wire::Step& body) {
  if (!is_sound(body)) return applied.report(AnomalyKind::malformed_body);
  auto* round = applied.round(body.round_id());
  if (round == nullptr) return;
  if (round->steps.size() >= round_limits::steps) return applied.report(AnomalyKind::too_many);
  Step step;
  step.author = applied.author();
  step.kind = static_cast<std::uint16_t>(body.kind());
  step.choice = body.choice();
  step.said = applied.said(body.text());
  if (!body.about().empty()) step.about = to_array<32>(bytes_of(body.about()));
  step.moment = wall_time(body.at_ms());
  if (may_take_step(*round, step)) round->steps.push_back(std::move(step));
}

void apply_gift(const Applied& applied, const wire::Gift& body) {
  if (!is_sound(body)) return applied.report(AnomalyKind::malformed_body);
  Gift gift;
  gift.from = applied.author();
  gift.kind = static_cast<std::uint16_t>(body.kind());
  gift.seq = applied.entry.header().seq;
  gift.id = applied.entry.id();
  gift.sent = applied.at;
  gift.did = body.did();
  gift.says = body.says();
  gift.felt = body.felt();
  gift.text = body.text();
  gift.moment = static_cast<std::uint8_t>(body.moment());
  gift.at = wall_time(body.at_ms());
  applied.state.gifts.push_back(std::make_shared<const Gift>(std::move(gift)));
}

void apply_list_item(const Applied& applied, const wire::ListItem& body) {
  if (!is_sound(body)) return applied.report(AnomalyKind::malformed_body);
  auto& items = applied.state.items;
  const auto id = to_array<16>(bytes_of(body.item_id()));
  const auto known = items.find({applied.author(), id});
  const bool is_there = known != items.end() && !known->second->removed;
  if (!is_there && !body.removed() && items_of(applied.state, applied.author()) >= round_limits::items)
    return applied.report(AnomalyKind::too_many);
  auto item = known == items.end() ? ListItem{} : *known->second;
  if (known == items.end()) item.since = applied.at;
  item.owner = applied.author();
  item.changed = applied.at;
  item.list = static_cast<std::uint16_t>(body.list());
  item.seq = applied.entry.header().seq;
  item.text = body.text();
  item.at = wall_time(body.at_ms());
  item.removed = body.removed();
  items[{applied.author(), id}] = std::make_shared<const ListItem>(std::move(item));
  if (body.removed()) forget_removed(items, applied.author());
}

void apply_remark(const Applied& applied, const wire::Remark& body) {
  if (body.kind() > 0xffff || body.text().size() > limits::short_text) return applied.report(AnomalyKind::malformed_body);
  Remark remark{applied.author(), static_cast<std::uint16_t>(body.kind()), applied.said(body.text())};
  auto& state = applied.state;
  if (body.about().size() == sizeof(ItemId)) {
    const auto id = to_array<16>(bytes_of(body.about()));
    const auto* item = find_item(state, id, remark.author);
    if (item != nullptr && practice::may_remark(**item, remark.author, remark.kind)) push_remark(applied, state.items[{(*item)->owner, id}], std::move(remark));
  } else if (body.about().size() == sizeof(EntryId)) {
    const auto id = to_array<32>(bytes_of(body.about()));
    const auto gift = std::find_if(state.gifts.rbegin(), state.gifts.rend(), [&](const auto& each) { return each->id == id; });
    if (gift != state.gifts.rend()) push_remark(applied, *gift, std::move(remark));  // else it was taken back meanwhile
  } else {
    applied.report(AnomalyKind::malformed_body);
  }
}

}  // namespace twinlamp

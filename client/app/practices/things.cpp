#include "client/app/practices/things.h"

#include <algorithm>
#include <tuple>

#include "client/app/local_time.h"
#include "client/content/utf8.h"
#include "protocol/crypto/hash.h"
#include "protocol/practice/shared_list.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t offered = 3;

bool is_thing(const twinlamp::ListItem& item) {
  const auto list = static_cast<SharedList>(item.list);
  return !item.removed && (list == SharedList::into || list == SharedList::coming);
}

// Those that nobody has said yet of this thing, in an order of its own.
std::vector<std::string> prompts(const ItemId& id, const twinlamp::ListItem& item, std::string_view group, const Catalogue& catalogue) {
  std::vector<const Item*> fit;
  for (const auto& prompt : catalogue.items("asks")) {
    const auto was_said = [&](const twinlamp::Remark& remark) { return remark.said.text == prompt.text; };
    if (prompt.group == group && std::none_of(item.remarks.begin(), item.remarks.end(), was_said)) fit.push_back(&prompt);
  }
  const auto rank = [&](const Item* prompt) { return blake2b_128({bytes_of("asks/1"), id, bytes_of(prompt->id)}); };
  std::sort(fit.begin(), fit.end(), [&](const Item* a, const Item* b) { return rank(a) < rank(b); });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(offered, fit.size()); ++i) out.push_back(fit[i]->text);
  return out;
}

ThingView thing_view(const ItemId& id, const twinlamp::ListItem& item, Slot me, const Wording& wording) {
  ThingView view;
  view.id = to_hex(id);
  view.list = static_cast<SharedList>(item.list);
  view.mine = item.owner == me;
  view.text = one_line(item.text, 400);
  if (item.at != WallTime{}) {
    view.at = item.at;
    view.when = local_moment(item.at, wording.utc_offset(item.at), wording.words);
  }
  for (const auto& remark : item.remarks) {
    const auto kind = static_cast<RemarkKind>(remark.kind);
    if (kind != RemarkKind::ask && kind != RemarkKind::cheer && kind != RemarkKind::reply) continue;
    if (kind == RemarkKind::ask && remark.author == item.owner) view.wants_advice = true;
    view.remarks.push_back({kind, remark.author == me, remark.said.text,
                            local_moment(remark.said.at, wording.utc_offset(remark.said.at), wording.words)});
  }
  if (view.mine) return view;
  view.asks = prompts(id, item, "ask", wording.catalogue);
  view.cheers = prompts(id, item, "cheer", wording.catalogue);
  return view;
}

}  // namespace

ThingsView make_things(const PairState& state, Slot me, const Wording& wording) {
  using Listed = std::pair<ItemId, const twinlamp::ListItem*>;
  std::vector<Listed> all;
  for (const auto& [key, item] : state.items)
    if (is_thing(*item)) all.emplace_back(key.second, item.get());
  // What is coming up by its time, what has none after it; then what each is into, newest first.
  const auto rank = [](const Listed& each) {
    const auto& item = *each.second;
    const bool is_coming = static_cast<SharedList>(item.list) == SharedList::coming;
    const auto time = is_coming ? (item.at == WallTime{} ? WallTime::max() : item.at).time_since_epoch() : -item.since.time_since_epoch();
    return std::tuple(is_coming ? 0 : 1, time, each.first);
  };
  std::sort(all.begin(), all.end(), [&](const Listed& a, const Listed& b) { return rank(a) < rank(b); });
  ThingsView out;
  for (const auto& [id, item] : all) (item->owner == me ? out.mine : out.partners).push_back(thing_view(id, *item, me, wording));
  return out;
}

}  // namespace twinlamp::client

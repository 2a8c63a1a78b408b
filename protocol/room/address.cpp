#include "protocol/room/address.h"

#include <algorithm>

namespace twinlamp {
namespace {

constexpr int old_ones_at_once = 4;  // more than come at once, so that none pile up

}  // namespace

std::chrono::seconds AddressCounter::wait(const AddressKey& address, MonoTime now) {
  auto longest = wait(address.own, allowed_, now);
  if (address.near != AddressKey::none) longest = std::max(longest, wait(address.near, allowed_ * near_share, now));
  if (address.wide != AddressKey::none) longest = std::max(longest, wait(address.wide, allowed_ * wide_share, now));
  return longest;
}

void AddressCounter::count(const AddressKey& address, MonoTime now) {
  count(address.own, allowed_, now);
  if (address.near != AddressKey::none) count(address.near, allowed_ * near_share, now);
  if (address.wide != AddressKey::none) count(address.wide, allowed_ * wide_share, now);
}

void AddressCounter::take_back(const AddressKey& address, MonoTime counted_at) {
  take_back(address.own, counted_at);
  if (address.near != AddressKey::none) take_back(address.near, counted_at);
  if (address.wide != AddressKey::none) take_back(address.wide, counted_at);
}

std::chrono::seconds AddressCounter::wait(const AddressKey::One& key, std::uint32_t allowed, MonoTime now) {
  const auto found = places_.find(key);
  if (found == places_.end()) return std::chrono::seconds{0};
  auto& item = *found->second;
  forget_old(item, now);
  if (item.times.size() < allowed) return std::chrono::seconds{0};
  if (allowed == 0) return span_;
  const auto first_to_go = item.times[item.times.size() - allowed];
  return std::max(std::chrono::ceil<std::chrono::seconds>(first_to_go + span_ - now), std::chrono::seconds{1});
}

void AddressCounter::count(const AddressKey::One& key, std::uint32_t allowed, MonoTime now) {
  auto found = places_.find(key);
  if (found == places_.end()) {
    make_place(now);
    order_.push_back({key, {}});
    found = places_.emplace(key, std::prev(order_.end())).first;
  }
  auto& item = *found->second;
  forget_old(item, now);
  if (item.times.size() >= std::max<std::uint32_t>(allowed, 1)) item.times.erase(item.times.begin());
  item.times.push_back(now);
  order_.splice(order_.end(), order_, found->second);
}

void AddressCounter::take_back(const AddressKey::One& key, MonoTime counted_at) {
  const auto found = places_.find(key);
  if (found == places_.end()) return;
  auto& times = found->second->times;
  const auto counted = std::find(times.begin(), times.end(), counted_at);
  if (counted != times.end()) times.erase(counted);
  if (!times.empty()) return;
  order_.erase(found->second);
  places_.erase(found);
}

void AddressCounter::forget_old(Item& item, MonoTime now) const {
  const auto is_old = [&](MonoTime time) { return time + span_ <= now; };
  item.times.erase(item.times.begin(), std::find_if_not(item.times.begin(), item.times.end(), is_old));
}

void AddressCounter::forget_first() {
  places_.erase(order_.front().key);
  order_.pop_front();
}

// Times of those in the middle of the order may be old too; the newest of the first are the oldest of all.
void AddressCounter::make_place(MonoTime now) {
  const auto is_old = [&](const Item& item) { return item.times.empty() || item.times.back() + span_ <= now; };
  for (int i = 0; i < old_ones_at_once && !order_.empty() && is_old(order_.front()); ++i) forget_first();
  if (!order_.empty() && places_.size() >= max_addresses_) forget_first();
}

}  // namespace twinlamp

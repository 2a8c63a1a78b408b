#include "protocol/room/address.h"

#include <algorithm>

namespace twinlamp {

std::chrono::seconds AddressCounter::wait(const AddressKey& address, MonoTime now) {
  const auto found = times_.find(address);
  if (found == times_.end()) return std::chrono::seconds{0};
  forget_old(found->second, now);
  if (found->second.size() < allowed_) return std::chrono::seconds{0};
  if (allowed_ == 0) return span_;
  const auto first_to_go = found->second[found->second.size() - allowed_];
  return std::max(std::chrono::ceil<std::chrono::seconds>(first_to_go + span_ - now), std::chrono::seconds{1});
}

void AddressCounter::count(const AddressKey& address, MonoTime now) {
  if (!times_.contains(address)) make_place(now);
  auto& times = times_[address];
  forget_old(times, now);
  times.push_back(now);
  if (times.size() > std::max<std::size_t>(allowed_, 1)) times.pop_front();
}

void AddressCounter::forget_old(Times& times, MonoTime now) const {
  while (!times.empty() && times.front() + span_ <= now) times.pop_front();
}

void AddressCounter::make_place(MonoTime now) {
  if (times_.size() < max_addresses_) return;
  std::erase_if(times_, [&](const auto& item) { return item.second.empty() || item.second.back() + span_ <= now; });
  if (times_.size() < max_addresses_ || times_.empty()) return;
  times_.erase(std::min_element(times_.begin(), times_.end(), [](const auto& a, const auto& b) {
    return a.second.back() < b.second.back();
  }));
}

}  // namespace twinlamp

#include "relay/guests.h"

namespace twinlamp::relay {

std::optional<Guests::Stay> Guests::enter(const AddressKey& address) {
  if (allowed_ == 0) return Stay();
  const std::lock_guard lock(mutex_);
  if (is_full(address.own, allowed_) || is_full(address.near, allowed_ * near_share) ||
      is_full(address.wide, allowed_ * wide_share))
    return std::nullopt;
  add(address, 1);
  return Stay(nullptr, [this, address](const void*) {
    const std::lock_guard leaving(mutex_);
    add(address, -1);
  });
}

std::size_t Guests::addresses() const {
  const std::lock_guard lock(mutex_);
  return here_.size();
}

bool Guests::is_full(const AddressKey::One& key, std::uint32_t allowed) const {
  const auto found = key == AddressKey::none ? here_.end() : here_.find(key);
  return found != here_.end() && found->second >= allowed;
}

void Guests::add(const AddressKey& address, int change) {
  for (const auto& key : {address.own, address.near, address.wide}) {
    if (key == AddressKey::none) continue;
    auto& count = here_[key];
    count += static_cast<std::uint32_t>(change);
    if (count == 0) here_.erase(key);
  }
}

}  // namespace twinlamp::relay

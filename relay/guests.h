// Guests: how many connections an address has at once, and the networks around it. From any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "protocol/room/address.h"

namespace twinlamp::relay {

class Guests {
public:
  // While one of them lives, a connection is counted.
  using Stay = std::shared_ptr<const void>;

  explicit Guests(std::uint32_t allowed) : allowed_(allowed) {}  // of one address; 0 = no limit, and nothing is counted

  std::optional<Stay> enter(const AddressKey& address);  // empty: so many are here already
  std::size_t addresses() const;

private:
  bool is_full(const AddressKey::One& key, std::uint32_t allowed) const;
  void add(const AddressKey& address, int change);

  const std::uint32_t allowed_;
  mutable std::mutex mutex_;
  std::map<AddressKey::One, std::uint32_t> here_;
};

}  // namespace twinlamp::relay

// How often an address did something within a span of time, in bounded memory.
//
// When more addresses come than can be remembered, the one that was quiet longest is forgotten. What is old is let go as others come.
// No call takes longer for how many are remembered, but for finding one among them.
#pragma once

#include <list>
#include <map>
#include <vector>

#include "protocol/base/bytes.h"
#include "protocol/base/time.h"

namespace twinlamp {

// Opaque: keyed hashes of an IPv4 address, or of an IPv6 address's /64, and of the /56 and the /48 around it, since one person may have all
// of such a network. Zeros: there is none.
struct AddressKey {
  using One = ByteArray<16>;
  static constexpr One none{};

  One own{}, near{}, wide{};
  friend auto operator<=>(const AddressKey&, const AddressKey&) = default;
};

// Of the networks around an address, so many times what an address may.
inline constexpr std::uint32_t near_share = 4, wide_share = 16;

class AddressCounter {
public:
  AddressCounter(std::chrono::seconds span, std::uint32_t allowed, std::size_t max_addresses)
      : span_(span), allowed_(allowed), max_addresses_(max_addresses) {}

  // Zero = one more is allowed now; else how long until one is.
  std::chrono::seconds wait(const AddressKey& address, MonoTime now);
  void count(const AddressKey& address, MonoTime now);
  void take_back(const AddressKey& address, MonoTime counted_at);  // it did not come to it; once for a count()
  std::size_t remembered() const { return places_.size(); }

private:
  struct Item {
    AddressKey::One key{};
    std::vector<MonoTime> times;  // at most as many as are allowed, the newest last
  };
  using Order = std::list<Item>;  // by the newest of their times
  std::chrono::seconds wait(const AddressKey::One& key, std::uint32_t allowed, MonoTime now);
  void count(const AddressKey::One& key, std::uint32_t allowed, MonoTime now);
  void take_back(const AddressKey::One& key, MonoTime counted_at);
  void forget_old(Item& item, MonoTime now) const;
  void forget_first();
  void make_place(MonoTime now);

  std::chrono::seconds span_;
  std::uint32_t allowed_;
  std::size_t max_addresses_;
  Order order_;
  std::map<AddressKey::One, Order::iterator> places_;
};

}  // namespace twinlamp

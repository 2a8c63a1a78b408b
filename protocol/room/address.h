// How often an address did something within a span of time, in bounded memory.
//
// When more addresses come than can be remembered, the one that was quiet longest is forgotten.
#pragma once

#include <deque>
#include <map>

#include "protocol/base/bytes.h"
#include "protocol/base/time.h"

namespace twinlamp {

using AddressKey = ByteArray<16>;  // opaque: a keyed hash of the address, or of its /64

class AddressCounter {
public:
  AddressCounter(std::chrono::seconds span, std::uint32_t allowed, std::size_t max_addresses)
      : span_(span), allowed_(allowed), max_addresses_(max_addresses) {}

  // Zero = one more is allowed now; else how long until one is.
  std::chrono::seconds wait(const AddressKey& address, MonoTime now);
  void count(const AddressKey& address, MonoTime now);

private:
  using Times = std::deque<MonoTime>;
  void forget_old(Times& times, MonoTime now) const;
  void make_place(MonoTime now);

  std::chrono::seconds span_;
  std::uint32_t allowed_;
  std::size_t max_addresses_;
  std::map<AddressKey, Times> times_;
};

}  // namespace twinlamp

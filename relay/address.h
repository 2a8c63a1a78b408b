// Addresses as limits see them: an IPv4 address, or the /64, /56 and /48 of an IPv6 address, hashed under a key of this
// run. Never stored, never logged.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string_view>
#include <vector>

#include "protocol/base/bytes.h"
#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/room/address.h"

namespace twinlamp::relay {

class AddressHasher {
public:
  explicit AddressHasher(Random& random) : key_(random.secret<32>()) {}
  AddressKey operator()(const boost::asio::ip::address& address) const;

private:
  AddressKey::One hash(ByteArray<16> bytes, std::size_t prefix) const;  // of so many bytes

  Key key_;
};

// "10.0.0.5", "10.1.0.0/16", "fd00::/8": where the operator's proxies are.
class Network {
public:
  static Result<Network> parse(std::string_view text);
  bool contains(const boost::asio::ip::address& address) const;

private:
  ByteArray<16> prefix_{};  // IPv4 as ::ffff:a.b.c.d
  int bits_ = 128;
};

}  // namespace twinlamp::relay

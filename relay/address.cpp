#include "relay/address.h"

#include <algorithm>
#include <charconv>

#include "protocol/crypto/hash.h"

namespace twinlamp::relay {

namespace {

using boost::asio::ip::address;
namespace ip = boost::asio::ip;

ByteArray<16> mapped_bytes(const address& of) {
  const auto v6 = of.is_v4() ? ip::make_address_v6(ip::v4_mapped, of.to_v4()) : of.to_v6();
  return v6.to_bytes();
}

bool is_v4(const address& of) {
  return of.is_v4() || of.to_v6().is_v4_mapped();
}

Error bad_network() {
  return {ErrorCode::malformed, "a proxy is an address, or a network like 10.1.0.0/16"};
}

}  // namespace

AddressKey AddressHasher::operator()(const address& of) const {
  const auto bytes = mapped_bytes(of);
  if (is_v4(of)) return {hash(bytes, 16), {}, {}};
  return {hash(bytes, 8), hash(bytes, 7), hash(bytes, 6)};
}

AddressKey::One AddressHasher::hash(ByteArray<16> bytes, std::size_t prefix) const {
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(prefix), bytes.end(), std::uint8_t{0});
  const ByteArray<1> length{static_cast<std::uint8_t>(prefix)};
  return to_array<16>(ByteView(blake2b_256_keyed(key_, {bytes, length})).first(16));
}

Result<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  boost::system::error_code error;
  const auto base = ip::make_address(std::string(text.substr(0, slash)), error);
  if (error) return bad_network();
  const int width = base.is_v4() ? 32 : 128;
  int bits = width;
  if (slash != std::string_view::npos) {
    const auto number = text.substr(slash + 1);
    const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), bits);
    if (problem != std::errc() || end != number.data() + number.size() || bits < 0 || bits > width)
      return bad_network();
  }
  Network network;
  network.prefix_ = mapped_bytes(base);
  network.bits_ = bits + (128 - width);
  return network;
}

bool Network::contains(const address& other) const {
  const auto bytes = mapped_bytes(other);
  for (int bit = 0; bit < bits_; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
    const auto at = static_cast<std::size_t>(bit / 8);
    if ((bytes[at] & mask) != (prefix_[at] & mask)) return false;
  }
  return true;
}

}  // namespace twinlamp::relay

#include "relay/proxy_header.h"

namespace twinlamp::relay {

namespace {

namespace ip = boost::asio::ip;
constexpr std::array<std::uint8_t, 12> signature{0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D,
                                                 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
constexpr std::uint8_t version_local = 0x20, version_proxy = 0x21, tcp_v4 = 0x11, tcp_v6 = 0x21;
constexpr std::size_t ports = 4;

Error malformed() {
  return {ErrorCode::malformed, "proxy header"};
}

}  // namespace

Result<ProxyHeader> parse_proxy_header(ByteView bytes) {
  ByteReader in(bytes);
  const auto begin = in.raw(signature.size());
  const auto command = in.u8();
  ProxyHeader header;
  header.family = in.u8();
  header.body_size = in.u16();
  header.is_local = command == version_local;
  if (!in.is_done() || !equal(begin, signature)) return malformed();
  if (command != version_local && command != version_proxy) return malformed();
  if (header.body_size > proxy_body_max) return malformed();
  return header;
}

Result<std::optional<ip::address>> parse_proxy_body(const ProxyHeader& header, ByteView body) {
  if (header.is_local) return std::optional<ip::address>();
  ByteReader in(body);
  std::optional<ip::address> source;
  if (header.family == tcp_v4) {
    source = ip::address_v4(in.array<4>());
    in.raw(4 + ports);
  } else if (header.family == tcp_v6) {
    source = ip::address_v6(in.array<16>());
    in.raw(16 + ports);
  } else {
    return malformed();
  }
  if (in.failed()) return malformed();  // what follows are TLVs, which we do not need
  return source;
}

}  // namespace twinlamp::relay

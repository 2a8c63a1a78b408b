// The PROXY protocol, version 2 (haproxy's proxy-protocol.txt, section 2.2): how a trusted proxy tells whose connection
// this is.
//
// A pure parser, fed in two reads: the fixed 16 bytes, then as many as they announce. Anything odd is malformed.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <optional>

#include "protocol/base/bytes.h"
#include "protocol/base/result.h"

namespace twinlamp::relay {

inline constexpr std::size_t proxy_header_size = 16;
inline constexpr std::size_t proxy_body_max = 1024;

struct ProxyHeader {
  bool is_local = false;  // the proxy's own health check: no foreign address follows
  std::uint8_t family = 0;
  std::size_t body_size = 0;
};

Result<ProxyHeader> parse_proxy_header(ByteView bytes);  // exactly proxy_header_size
// Empty for is_local. Precondition: body.size() == header.body_size.
Result<std::optional<boost::asio::ip::address>> parse_proxy_body(const ProxyHeader& header, ByteView body);

}  // namespace twinlamp::relay

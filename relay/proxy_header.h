// The PROXY protocol, versions 1 and 2 (haproxy's proxy-protocol.txt, sections 2.1 and 2.2): how a trusted proxy tells
// whose connection this is. And the header in which one that speaks HTTP does.
//
// Pure parsers. Version 2 is fed in two reads: the fixed 16 bytes, then as many as they announce. Version 1 is one
// line. Anything odd is malformed.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string_view>

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

inline constexpr std::size_t proxy_line_max = 107;  // with its CR LF
// What both versions can be told apart by: no line of version 1 is shorter than this, and none begins like version 2.
inline constexpr std::size_t proxy_intro_size = 12;
bool is_proxy_line(ByteView intro);  // its first bytes

// The whole line, CR LF included. Empty for UNKNOWN: the proxy does not say.
Result<std::optional<boost::asio::ip::address>> parse_proxy_line(std::string_view line);

// "203.0.113.9", "[2001:db8::1]:443", "a, b, c": the last address of the list, which the nearest proxy has put there.
Result<boost::asio::ip::address> last_forwarded(std::string_view value);

}  // namespace twinlamp::relay

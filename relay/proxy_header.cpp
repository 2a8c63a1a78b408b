#include "relay/proxy_header.h"

#include <charconv>

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

constexpr std::string_view line_begin = "PROXY ";

std::string_view take_word(std::string_view& text) {
  const auto end = std::min(text.find(' '), text.size());
  const auto word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  return problem == std::errc() && end == text.data() + text.size();
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Without a port that may be at its end: "1.2.3.4:5", "[::1]:5", "[::1]".
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    return end == std::string_view::npos ? std::string_view() : text.substr(1, end - 1);
  }
  const bool one_colon = text.find(':') != std::string_view::npos && text.find(':') == text.rfind(':');
  return one_colon ? text.substr(0, text.find(':')) : text;
}

}  // namespace

bool is_proxy_line(ByteView intro) {
  return text_of(intro).starts_with(line_begin);
}

Result<std::optional<ip::address>> parse_proxy_line(std::string_view line) {
  if (line.size() > proxy_line_max || !line.starts_with(line_begin) || !line.ends_with("\r\n")) return malformed();
  line.remove_prefix(line_begin.size());
  line.remove_suffix(2);
  const auto family = take_word(line);
  if (family == "UNKNOWN") return std::optional<ip::address>();
  const bool is_v4 = family == "TCP4";
  if (!is_v4 && family != "TCP6") return malformed();
  boost::system::error_code bad_source, bad_target;
  const auto source = ip::make_address(std::string(take_word(line)), bad_source);
  const auto target = ip::make_address(std::string(take_word(line)), bad_target);
  const bool ports_are_fine = is_port(take_word(line)) && is_port(take_word(line)) && line.empty();
  if (bad_source || bad_target || !ports_are_fine || source.is_v4() != is_v4 || target.is_v4() != is_v4)
    return malformed();
  return std::optional(source);
}

Result<ip::address> last_forwarded(std::string_view value) {
  if (const auto comma = value.rfind(','); comma != std::string_view::npos) value.remove_prefix(comma + 1);
  boost::system::error_code error;
  const auto address = ip::make_address(std::string(without_port(trimmed(value))), error);
  if (error) return malformed();
  return address;
}

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

// What a proxy in front of the relay says: PROXY headers of both versions, and the header of one that speaks HTTP.
#include "relay/proxy_header.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

using Address = boost::asio::ip::address;

Bytes version_2(std::uint8_t command, std::uint8_t family, ByteView body) {
  ByteWriter out;
  out.raw(std::string_view("\r\n\r\n\0\r\nQUIT\n", 12))
      .u8(command)
      .u8(family)
      .u16(static_cast<std::uint16_t>(body.size()))
      .raw(body);
  return out.take();
}

std::string line_of(const Address& source) {
  const auto text = source.to_string();
  return "PROXY " + std::string(source.is_v4() ? "TCP4 " : "TCP6 ") + text + " " + text + " 1 65535\r\n";
}

void check_version_2(ByteView input) {
  if (input.size() < relay::proxy_header_size) return;
  const auto header = relay::parse_proxy_header(input.first(relay::proxy_header_size));
  if (!header) return;
  require(!relay::is_proxy_line(input), "a header is of one version");
  require(header->body_size <= relay::proxy_body_max, "a proxy's header is bounded");
  const auto rest = input.subspan(relay::proxy_header_size);
  if (rest.size() < header->body_size) return;
  const auto source = relay::parse_proxy_body(*header, rest.first(header->body_size));
  if (!source) return;
  require(source->has_value() != header->is_local, "a header names a client unless it is the proxy's own");
  if (!source->has_value()) return;
  const std::size_t size = (*source)->is_v4() ? 4 : 16;
  const auto raw =
      (*source)->is_v4() ? to_bytes((*source)->to_v4().to_bytes()) : to_bytes((*source)->to_v6().to_bytes());
  require(equal(raw, rest.first(size)), "the client's address is the one that stands first");
}

void check_version_1(std::string_view line) {
  const auto source = relay::parse_proxy_line(line);
  if (!source) return;
  require(relay::is_proxy_line(bytes_of(line)), "a line is told by its begin");
  require(line.size() <= relay::proxy_line_max && line.size() >= relay::proxy_intro_size,
          "a line is within its bounds");
  if (!source->has_value()) return;
  const auto again = relay::parse_proxy_line(line_of(**source));
  require(again && *again == *source, "an address comes back as it was");
}

void check_forwarded(std::string_view value) {
  const auto last = relay::last_forwarded(value);
  if (!last) return;
  const auto behind = relay::last_forwarded("192.0.2.9, " + std::string(value));
  require(behind && *behind == *last, "what a client says of itself counts for nothing");
  const auto again = relay::last_forwarded(last->to_string());
  require(again && *again == *last, "a forwarded address comes back as it was");
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  const Bytes v4{192, 0, 2, 1, 192, 0, 2, 2, 0x30, 0x39, 0x1C, 0xF9};
  Bytes v6(36, 0x20);
  Bytes with_more = v4;
  with_more.insert(with_more.end(), {0x04, 0x00, 0x01, 0x00});
  std::vector<Bytes> inputs{version_2(0x21, 0x11, v4), version_2(0x21, 0x21, v6), version_2(0x20, 0x00, {}),
                            version_2(0x21, 0x11, with_more)};
  for (const char* text : {"PROXY TCP4 192.0.2.1 192.0.2.2 12345 7417\r\n", "PROXY TCP6 2001:db8::1 ::1 1 65535\r\n",
                           "PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n", "203.0.113.9",
                           "[2001:db8::1]:443", "10.1.2.3, 203.0.113.9:4711"})
    inputs.push_back(to_bytes(bytes_of(text)));
  return inputs;
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  twinlamp::fuzz::check_version_2({data, size});
  twinlamp::fuzz::check_version_1(text);
  twinlamp::fuzz::check_forwarded(text);
  return 0;
}

#include "relay/proxy_header.h"

#include <gtest/gtest.h>

#include "relay/address.h"

namespace twinlamp::test {
namespace {

using relay::parse_proxy_body;
using relay::parse_proxy_header;

const Bytes v4_header{0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0x00, 0x0C};
const Bytes v4_body{192, 0, 2, 7, 127, 0, 0, 1, 0x30, 0x39, 0x01, 0xBB};

boost::asio::ip::address address(const char* text) {
  return boost::asio::ip::make_address(text);
}

TEST(ProxyHeader, NamesTheSourceOfAnIpv4Connection) {
  const auto header = parse_proxy_header(v4_header);
  ASSERT_TRUE(header);
  ASSERT_EQ(header->body_size, v4_body.size());
  const auto source = parse_proxy_body(*header, v4_body);
  ASSERT_TRUE(source && *source);
  EXPECT_EQ(**source, address("192.0.2.7"));
}

TEST(ProxyHeader, NamesTheSourceOfAnIpv6ConnectionAndSkipsWhatFollows) {
  auto bytes = v4_header;
  bytes[13] = 0x21;
  bytes[15] = 40;
  Bytes body(40, 0);
  body[0] = 0x20, body[1] = 0x01, body[15] = 9;
  const auto header = parse_proxy_header(bytes);
  ASSERT_TRUE(header);
  const auto source = parse_proxy_body(*header, body);
  ASSERT_TRUE(source && *source);
  EXPECT_EQ(**source, address("2001::9"));
}

TEST(ProxyHeader, HasNoForeignAddressInAHealthCheck) {
  auto bytes = v4_header;
  bytes[12] = 0x20;
  const auto header = parse_proxy_header(bytes);
  ASSERT_TRUE(header);
  const auto source = parse_proxy_body(*header, v4_body);
  ASSERT_TRUE(source);
  EXPECT_FALSE(*source);
}

TEST(ProxyHeader, RefusesEveryTruncation) {
  for (std::size_t size = 0; size < v4_header.size(); ++size)
    EXPECT_FALSE(parse_proxy_header(ByteView(v4_header).first(size))) << size;
  const auto header = parse_proxy_header(v4_header);
  for (std::size_t size = 0; size < v4_body.size(); ++size) {
    EXPECT_FALSE(parse_proxy_body(*header, ByteView(v4_body).first(size))) << size;
  }
}

TEST(ProxyHeader, RefusesAnotherSignatureCommandFamilyOrSize) {
  for (std::size_t at = 0; at < 13; ++at) {
    auto bytes = v4_header;
    bytes[at] ^= 0x40;
    EXPECT_FALSE(parse_proxy_header(bytes)) << at;
  }
  auto large = v4_header;
  large[14] = 0xff;
  EXPECT_FALSE(parse_proxy_header(large));
  for (const int family : {0x00, 0x12, 0x22, 0x31, 0xff}) {
    auto bytes = v4_header;
    bytes[13] = static_cast<std::uint8_t>(family);
    const auto header = parse_proxy_header(bytes);
    ASSERT_TRUE(header);
    EXPECT_FALSE(parse_proxy_body(*header, v4_body)) << family;
  }
}

TEST(ProxyHeader, ReadsTheLineOfVersionOne) {
  const auto source = relay::parse_proxy_line("PROXY TCP4 192.0.2.7 127.0.0.1 56324 443\r\n");
  ASSERT_TRUE(source && *source);
  EXPECT_EQ(**source, address("192.0.2.7"));
  const auto six = relay::parse_proxy_line("PROXY TCP6 2001:db8::7 ::1 1 2\r\n");
  ASSERT_TRUE(six && *six);
  EXPECT_EQ(**six, address("2001:db8::7"));
  for (const auto* line : {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"}) {
    const auto unknown = relay::parse_proxy_line(line);
    ASSERT_TRUE(unknown) << line;
    EXPECT_FALSE(*unknown);
  }
}

TEST(ProxyHeader, RefusesEveryOtherLine) {
  const std::string line = "PROXY TCP4 192.0.2.7 127.0.0.1 56324 443\r\n";
  for (std::size_t size = 0; size < line.size(); ++size)
    EXPECT_FALSE(relay::parse_proxy_line(line.substr(0, size))) << size;
  for (const auto* odd :
       {"PROXY TCP4 192.0.2.7 127.0.0.1 56324 443 1\r\n", "PROXY TCP4 192.0.2.7 127.0.0.1 56324 65536\r\n",
        "PROXY TCP4 192.0.2.7 ::1 1 2\r\n", "PROXY TCP6 192.0.2.7 127.0.0.1 1 2\r\n",
        "PROXY UDP4 192.0.2.7 127.0.0.1 1 2\r\n", "PROXY  TCP4 192.0.2.7 127.0.0.1 1 2\r\n",
        "proxy TCP4 192.0.2.7 127.0.0.1 1 2\r\n", "PROXY TCP4 host 127.0.0.1 1 2\r\n"})
    EXPECT_FALSE(relay::parse_proxy_line(odd)) << odd;
  EXPECT_FALSE(relay::parse_proxy_line("PROXY UNKNOWN " + std::string(100, 'x') + "\r\n"));
}

TEST(ProxyHeader, TakesTheNearestAddressOfAForwardedHeader) {
  for (const auto* value : {"192.0.2.7", " 192.0.2.7 ", "6.6.6.6, 192.0.2.7", "forged,192.0.2.7", "192.0.2.7:1234"}) {
    const auto last = relay::last_forwarded(value);
    ASSERT_TRUE(last) << value;
    EXPECT_EQ(*last, address("192.0.2.7")) << value;
  }
  for (const auto* value : {"2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:443"}) {
    const auto last = relay::last_forwarded(value);
    ASSERT_TRUE(last) << value;
    EXPECT_EQ(*last, address("2001:db8::7")) << value;
  }
  for (const auto* value : {"", ",", "192.0.2.7,", "unknown", "192.0.2.7 x", "[2001:db8::7", "_hidden"}) {
    EXPECT_FALSE(relay::last_forwarded(value)) << value;
  }
}

TEST(Network, ContainsItsOwnAddressesOnly) {
  const auto network = relay::Network::parse("10.1.0.0/16");
  ASSERT_TRUE(network);
  EXPECT_TRUE(network->contains(address("10.1.255.9")));
  EXPECT_TRUE(network->contains(address("::ffff:10.1.2.3")));
  EXPECT_FALSE(network->contains(address("10.2.0.1")));
  EXPECT_FALSE(network->contains(address("fd00::1")));
  EXPECT_TRUE(relay::Network::parse("fd00::/8")->contains(address("fd12::1")));
  EXPECT_TRUE(relay::Network::parse("0.0.0.0/0")->contains(address("8.8.8.8")));
}

TEST(AddressHasher, TakesAnIpv6NetworkAsOneAddress) {
  SeededRandom random(1);
  const relay::AddressHasher hash(random);
  EXPECT_EQ(hash(address("2001:db8::1")), hash(address("2001:db8::ffff:1")));
  EXPECT_NE(hash(address("2001:db8::1")), hash(address("2001:db8:0:1::1")));
  EXPECT_NE(hash(address("192.0.2.1")), hash(address("192.0.2.2")));
  EXPECT_EQ(hash(address("192.0.2.1")), hash(address("::ffff:192.0.2.1")));
}

TEST(AddressHasher, HashesUnderAKeyOfItsOwn) {
  SeededRandom random(1);
  const relay::AddressHasher one(random), two(random);
  EXPECT_NE(one(address("192.0.2.1")), two(address("192.0.2.1")));
}

}  // namespace
}  // namespace twinlamp::test

#include "client/link/relay_address.h"

#include <gtest/gtest.h>

namespace twinlamp::test {
namespace {

using client::parse_relay_address;

TEST(RelayAddress, TakesAHostWithOrWithoutAPort) {
  const auto bare = parse_relay_address("  lamp.example.org \n");
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->host, "lamp.example.org");
  EXPECT_EQ(bare->port, client::default_relay_port);
  const auto full = parse_relay_address("10.0.0.1:80");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->port, 80);
  EXPECT_EQ(full->shown(), "10.0.0.1:80");
}

TEST(RelayAddress, ShowsIpv6InBrackets) {
  const auto address = parse_relay_address("[fd00::1]:81");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "fd00::1");
  EXPECT_EQ(address->shown(), "[fd00::1]:81");
}

TEST(RelayAddress, TakesTheLineThatARelayPrints) {
  Invitation line;
  line.host = "lamp.example.org";
  line.port = 443;
  line.relay_id = PublicKey{1, 2, 3};
  line.binding = Binding::none;
  const auto address = parse_relay_address(line.text());
  ASSERT_TRUE(address);
  EXPECT_EQ(address->relay_id, line.relay_id);
  EXPECT_EQ(address->binding, Binding::none);
  EXPECT_EQ(address->shown(), "lamp.example.org:443");
  EXPECT_FALSE(address->code);
}

TEST(RelayAddress, RefusesWhatIsNoAddressAndSaysWhy) {
  for (const auto* text :
       {"", "   ", ":80", "host:", "host:0", "host:65536", "host:80x", "a b", "a/b", "user@host", "[fd00::1", "[zz]:1",
        "fd00::1", "https://host", "twinlamp://", "twinlamp://host:1/?relay=short"}) {
    const auto address = parse_relay_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_GT(std::string(address.error().where).size(), 5u) << text;
  }
  EXPECT_FALSE(parse_relay_address(std::string(300, 'a')));
  EXPECT_FALSE(parse_relay_address("lamp?invite="));
  EXPECT_FALSE(parse_relay_address("lamp?invite=a b"));
}

TEST(RelayAddress, KeepsTheInviteOfTheRelaysOperator) {
  for (const auto* host : {"lamp.example.org", "[fd00::1]"}) {
    const auto address = parse_relay_address(std::string("twinlamp://") + host + ":81/?relay=" + std::string(43, 'A') + "&invite=Moss_1");
    ASSERT_TRUE(address) << host;
    EXPECT_EQ(address->shown(), std::string(host) + ":81");
    const auto again = parse_relay_address(address->kept());
    ASSERT_TRUE(again) << address->kept();
    EXPECT_EQ(again->invite, "Moss_1");
    EXPECT_EQ(again->shown(), address->shown());
  }
  EXPECT_EQ(parse_relay_address("lamp:81")->kept(), "lamp:81");
}

}  // namespace
}  // namespace twinlamp::test

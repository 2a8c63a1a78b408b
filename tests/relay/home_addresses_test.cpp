#include "relay/home_addresses.h"

#include <gtest/gtest.h>

namespace twinlamp::relay {
namespace {

InterfaceAddress at(const char* interface, const char* address) {
  return {interface, address, false, false};
}

std::vector<std::string> told(const std::vector<InterfaceAddress>& all) {
  std::vector<std::string> lines;
  for (const auto& each : home_addresses(all))
    lines.push_back(std::string(name_of(each.reach)) + " " + each.address + " " + each.interface);
  return lines;
}

TEST(HomeAddressesTest, TellsHomeVpnInternetAndThisMachineApartBestFirst) {
  const std::vector<InterfaceAddress> laptop{
      at("lo", "127.0.0.1"),           at("lo", "::1"),
      at("wlan0", "2001:db8:7::21"),   at("wlan0", "192.168.1.21"),
      at("wlan0", "fd12:3456::21"),    at("tailscale0", "100.101.7.3"),
      at("tailscale0", "fd7a:115c:a1e0::703"), at("docker0", "172.17.0.1"),
  };
  EXPECT_EQ(told(laptop), (std::vector<std::string>{"vpn 100.101.7.3 tailscale0",
                                                    "vpn fd7a:115c:a1e0::703 tailscale0",
                                                    "internet 2001:db8:7::21 wlan0", "network 192.168.1.21 wlan0",
                                                    "network fd12:3456::21 wlan0", "self 127.0.0.1 lo",
                                                    "self 172.17.0.1 docker0", "self ::1 lo"}));
}

TEST(HomeAddressesTest, KnowsAVpnByItsInterfaceByItsKindAndByItsAddress) {
  auto peer = at("office", "10.8.0.6");
  peer.is_point_to_point = true;
  EXPECT_EQ(told({peer}), std::vector<std::string>{"vpn 10.8.0.6 office"});
  EXPECT_EQ(told({at("wg0", "10.66.0.2")}), std::vector<std::string>{"vpn 10.66.0.2 wg0"});
  EXPECT_EQ(told({at("tun3", "192.168.200.2")}), std::vector<std::string>{"vpn 192.168.200.2 tun3"});
  EXPECT_EQ(told({at("eth0", "100.64.0.0")}), std::vector<std::string>{"vpn 100.64.0.0 eth0"});
  EXPECT_EQ(told({at("eth0", "100.127.255.255")}), std::vector<std::string>{"vpn 100.127.255.255 eth0"});
  EXPECT_EQ(told({at("eth0", "100.128.0.1")}), std::vector<std::string>{"internet 100.128.0.1 eth0"});
}

TEST(HomeAddressesTest, KnowsEachPrivateNetworkToItsLastAddress) {
  for (const char* inside : {"10.0.0.1", "10.255.255.254", "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.255.254"})
    EXPECT_EQ(told({at("eth0", inside)}), std::vector<std::string>{std::string("network ") + inside + " eth0"});
  for (const char* outside : {"9.255.255.255", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.167.255.255", "192.169.0.1"})
    EXPECT_EQ(told({at("eth0", outside)}), std::vector<std::string>{std::string("internet ") + outside + " eth0"});
}

TEST(HomeAddressesTest, LeavesOutWhatNoPartnerCouldUseTomorrow) {
  auto temporary = at("wlan0", "2001:db8::a1b2:c3d4");
  temporary.is_temporary = true;
  EXPECT_TRUE(told({at("wlan0", "169.254.10.1"), at("wlan0", "fe80::1"), at("wlan0", "::ffff:192.168.1.2"), at("wlan0", "0.0.0.0"),
                    at("wlan0", "224.0.0.1"), at("wlan0", "no address"), at("wlan0", ""), temporary})
                  .empty());
}

TEST(HomeAddressesTest, FindsThisMachinesOwn) {
  const auto all = interface_addresses();
  const auto is_loopback = [](const auto& each) { return each.address == "127.0.0.1"; };
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), is_loopback));
}

}  // namespace
}  // namespace twinlamp::relay

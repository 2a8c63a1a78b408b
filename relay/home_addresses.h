// Under which addresses this machine can be reached, and by whom: told apart by the kind of address and of interface.
// Nothing outside of this machine is asked.
//
// What only this machine could use (link-local, half set up), and what will have changed by tomorrow (IPv6's temporary
// ones), is left out.
#pragma once

#include <string>
#include <vector>

namespace twinlamp::relay {

enum class Reach {
  network,    // this home's network
  vpn,        // those in the same VPN
  internet,   // everybody, where no firewall is in between
  only_here,  // this machine, and what runs on it
};
const char* name_of(Reach reach);  // "network", "vpn", "internet", "self"

// One address of one interface, as the system tells it.
struct InterfaceAddress {
  std::string interface;        // "wlan0"
  std::string address;          // without brackets or scope
  bool is_point_to_point = false;
  bool is_temporary = false;    // an IPv6 address for privacy, or one that is on its way out
};

struct HomeAddress {
  Reach reach = Reach::only_here;
  std::string address, interface;
  friend bool operator==(const HomeAddress&, const HomeAddress&) = default;
};

std::vector<InterfaceAddress> interface_addresses();  // of those interfaces that are up; empty where it cannot be told
// The best first, for two who are mostly far apart: a VPN, the internet, then the home's network, IPv4 before IPv6 in each; last, what
// only this machine can use.
std::vector<HomeAddress> home_addresses(const std::vector<InterfaceAddress>& all);

}  // namespace twinlamp::relay

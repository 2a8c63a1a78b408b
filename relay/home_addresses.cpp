#include "relay/home_addresses.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>

namespace twinlamp::relay {

namespace {

namespace ip = boost::asio::ip;

template <std::size_t count>
bool begins_with_any(std::string_view name, const std::array<std::string_view, count>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [name](auto each) { return name.starts_with(each); });
}

// Of containers and virtual machines: what hangs on them is on this machine.
bool is_virtual(std::string_view interface) {
  constexpr std::array<std::string_view, 11> beginnings{"docker", "br-",   "veth",  "virbr", "vboxnet", "vmnet",
                                                        "lxcbr",  "lxdbr", "podman", "cni",   "incusbr"};
  return begins_with_any(interface, beginnings);
}

bool is_tunnel(const InterfaceAddress& each) {
  constexpr std::array<std::string_view, 9> beginnings{"tun", "tap", "wg", "tailscale", "zt",
                                                       "ppp", "utun", "nordlynx", "ham"};
  return each.is_point_to_point || begins_with_any(each.interface, beginnings);
}

bool is_within(const ip::address_v4& address, std::uint32_t network, unsigned bits) {
  return (address.to_uint() >> (32 - bits)) == (network >> (32 - bits));
}

bool is_shared_space(const ip::address_v4& address) {  // RFC 6598: Tailscale's and its like
  return is_within(address, 0x64400000, 10);
}

bool is_private(const ip::address_v4& address) {  // RFC 1918
  return is_within(address, 0x0A000000, 8) || is_within(address, 0xAC100000, 12) || is_within(address, 0xC0A80000, 16);
}

// Unset: nobody could use it as a part of an address line.
std::optional<Reach> reach_of(const InterfaceAddress& each, const ip::address& address) {
  if (address.is_loopback()) return Reach::only_here;
  if (address.is_unspecified() || address.is_multicast() || each.is_temporary) return std::nullopt;
  if (address.is_v4() && is_within(address.to_v4(), 0xA9FE0000, 16)) return std::nullopt;  // RFC 3927
  if (address.is_v6() && (address.to_v6().is_link_local() || address.to_v6().is_v4_mapped())) return std::nullopt;
  if (is_virtual(each.interface)) return Reach::only_here;
  if (is_tunnel(each)) return Reach::vpn;
  if (address.is_v4() && is_shared_space(address.to_v4())) return Reach::vpn;
  if (address.is_v4()) return is_private(address.to_v4()) ? Reach::network : Reach::internet;
  const bool is_local = (address.to_v6().to_bytes()[0] & 0xFE) == 0xFC;  // RFC 4193
  return is_local ? Reach::network : Reach::internet;
}

// What getifaddrs() does not tell of IPv6: "ADDRESS INDEX PREFIX SCOPE FLAGS NAME", all but the name in hex.
std::set<std::string> passing_addresses() {
  constexpr unsigned temporary = 0x01, failed = 0x08, deprecated = 0x20, tentative = 0x40;
  std::set<std::string> found;
  std::ifstream file("/proc/net/if_inet6");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string digits, name;
    unsigned index = 0, prefix = 0, scope = 0, flags = 0;
    words >> digits >> std::hex >> index >> prefix >> scope >> flags >> name;
    if (!words || digits.size() != 32 || (flags & (temporary | failed | deprecated | tentative)) == 0) continue;
    std::string colons;
    for (std::size_t i = 0; i < digits.size(); i += 4) colons += (i > 0 ? ":" : "") + digits.substr(i, 4);
    boost::system::error_code error;
    const auto address = ip::make_address(colons, error);
    if (!error) found.insert(address.to_string());
  }
  return found;
}

std::optional<std::string> text_of(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address == nullptr) return std::nullopt;
  const void* bytes = nullptr;
  if (address->sa_family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  if (address->sa_family == AF_INET6) bytes = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  if (bytes == nullptr || ::inet_ntop(address->sa_family, bytes, text, sizeof text) == nullptr) return std::nullopt;
  return text;
}

int rank_of(Reach reach) {
  constexpr std::array<Reach, 4> best_first{Reach::vpn, Reach::internet, Reach::network, Reach::only_here};
  return static_cast<int>(std::find(best_first.begin(), best_first.end(), reach) - best_first.begin());
}

}  // namespace

const char* name_of(Reach reach) {
  switch (reach) {
    case Reach::network:
      return "network";
    case Reach::vpn:
      return "vpn";
    case Reach::internet:
      return "internet";
    case Reach::only_here:
      break;
  }
  return "self";
}

std::vector<InterfaceAddress> interface_addresses() {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> all(first, ::freeifaddrs);
  const auto passing = passing_addresses();
  std::vector<InterfaceAddress> found;
  for (const auto* each = all.get(); each != nullptr; each = each->ifa_next) {
    const auto address = text_of(each->ifa_addr);
    if (!address || (each->ifa_flags & IFF_UP) == 0) continue;
    found.push_back({each->ifa_name, *address, (each->ifa_flags & IFF_POINTOPOINT) != 0, passing.contains(*address)});
  }
  return found;
}

std::vector<HomeAddress> home_addresses(const std::vector<InterfaceAddress>& all) {
  struct Ranked {
    HomeAddress home;
    bool is_v6;
  };
  std::vector<Ranked> ranked;
  for (const auto& each : all) {
    boost::system::error_code error;
    const auto address = ip::make_address(each.address, error);
    if (error) continue;
    if (const auto reach = reach_of(each, address))
      ranked.push_back({{*reach, address.to_string(), each.interface}, address.is_v6()});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    return std::pair(rank_of(a.home.reach), a.is_v6) < std::pair(rank_of(b.home.reach), b.is_v6);
  });
  std::vector<HomeAddress> sorted;
  for (auto& each : ranked) sorted.push_back(std::move(each.home));
  return sorted;
}

}  // namespace twinlamp::relay

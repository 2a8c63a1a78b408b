#include "client/app/home_address.h"

#include <algorithm>

namespace twinlamp::client {
namespace {

bool is_running(const HomeRelayFacts& relay) {
  return relay.state == HomeRelayFacts::State::running;
}

bool has_address(const HomeRelayFacts& relay, const std::string& host) {
  return std::any_of(relay.addresses.begin(), relay.addresses.end(),
                     [&](const auto& each) { return each.host == host; });
}

// A name or an address, with the relay's own port where none was typed.
std::optional<RelayAddress> named(const std::string& name, std::uint16_t port) {
  auto address = parse_relay_address(name);
  if (name.empty() || !address || name.find("://") != std::string::npos || !address->invite.empty())
    return std::nullopt;
  if (address->shown() != name) address->port = port;
  return *address;
}

}  // namespace

bool is_home_name(const std::string& name) {
  return name.empty() || named(name, default_relay_port);
}

SetHosting without_lost_address(SetHosting chosen, const HomeRelayFacts& relay) {
  if (is_running(relay) && !has_address(relay, chosen.address) && chosen.address != chosen.name) chosen.address.clear();
  return chosen;
}

std::string home_host(const SetHosting& chosen, const HomeRelayFacts& relay) {
  const auto& [on, name, address] = chosen;
  if (!name.empty() && (address.empty() || address == name)) return name;
  if (has_address(relay, address)) return address;
  if (!name.empty()) return name;
  const auto& all = relay.addresses;
  return all.empty() || all.front().reach == HomeAddressView::Reach::only_here ? std::string() : all.front().host;
}

std::optional<RelayAddress> home_address(const SetHosting& chosen, const HomeRelayFacts& relay) {
  const auto host = home_host(chosen, relay);
  if (!is_running(relay) || host.empty()) return std::nullopt;
  RelayAddress address;
  address.host = host;
  address.port = relay.port;
  if (host == chosen.name) address = named(host, relay.port).value_or(address);
  address.relay_id = relay.relay_id;
  address.invite = relay.invite;
  return address;
}

std::string home_gone(const SetHosting& chosen, const HomeRelayFacts& relay) {
  const auto host = home_host(chosen, relay);
  return is_running(relay) && !host.empty() && host != chosen.address ? chosen.address : std::string();
}

void fill_addresses(HomeView& home, const SetHosting& chosen, const HomeRelayFacts& relay) {
  const auto host = home_host(chosen, relay);
  for (const auto& each : relay.addresses) {
    if (each.reach == HomeAddressView::Reach::only_here) continue;
    const RelayAddress at{each.host, relay.port, {}, Binding::exporter, {}, {}};
    home.addresses.push_back({each.reach, each.host, at.shown(), each.interface, each.host == host});
  }
  home.gone = home_gone(chosen, relay);
  const auto told = home_address(chosen, relay);
  if (!told) return;
  home.shown = told->shown();
  home.line = Invitation{told->host, told->port, relay.relay_id, Binding::exporter, {}, told->invite}.text();
  home.test_page = "https://" + home.shown + "/healthz";
}

}  // namespace twinlamp::client

// Where the partner finds our relay on this laptop: which of its addresses they are told, and whether the one that they
// know is still here.
//
// Functions of what was chosen and of what the relay says of itself, and of nothing else.
#pragma once

#include "client/app/home_relay.h"
#include "client/intent.h"
#include "client/link/relay_address.h"

namespace twinlamp::client {

// SetHosting::name as somebody types it: empty, or HOST or HOST:PORT.
bool is_home_name(const std::string& name);

// Another name, or another network, is no address any more.
SetHosting without_lost_address(SetHosting chosen, const HomeRelayFacts& relay);

// What was chosen, if this laptop still has it; else the best there is. Empty: nobody else can reach it.
std::string home_host(const SetHosting& chosen, const HomeRelayFacts& relay);

// As the partner is told. Unset: it does not run, or nobody else can reach it.
std::optional<RelayAddress> home_address(const SetHosting& chosen, const HomeRelayFacts& relay);

// The host that the partner was told, if this laptop has others by now, and not that one; else empty.
std::string home_gone(const SetHosting& chosen, const HomeRelayFacts& relay);

// All of this as a face shows it; of one that runs.
void fill_addresses(HomeView& home, const SetHosting& chosen, const HomeRelayFacts& relay);

}  // namespace twinlamp::client

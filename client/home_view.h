// Our relay on this laptop, as a face shows it: whether it runs, where it can be reached, and what the partner needs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace twinlamp::client {

struct HomeAddressView {
  enum class Reach {
    network,    // whoever is in this home's network
    vpn,        // whoever is in the same VPN
    internet,   // everybody, where the router lets them in
    only_here,  // this laptop
  };
  Reach reach = Reach::only_here;
  std::string host;       // as SetHosting takes it
  std::string shown;      // host:port
  std::string interface;  // "wlan0"
  bool is_chosen = false;
};

struct HomeView {
  enum class State { off, starting, running, failed };
  bool is_on = false;                      // switched on; it may not run for all that
  State state = State::off;
  std::string problem;                     // failed: what happened and what to do
  std::uint16_t port = 0;                  // the one to forward; 0 = not known yet
  std::string name;                        // the address of the router, or a name, as this person typed it; may be empty
  std::string address;                     // what was chosen, as SetHosting takes it; empty = the best there is
  std::vector<HomeAddressView> addresses;  // the best first, without those of this laptop alone
  std::string shown;                       // host:port that the partner is told; empty = nobody else can reach it
  std::string line;                        // the same as the line that the partner pastes
  std::string test_page;                   // for the partner's browser
  std::string gone;                        // host that the partner knows, and that this laptop no longer has
  bool waits_to_tell = false;              // a pair was left here, and its partner has yet to hear of it, over the relay that it had on this laptop
  bool is_elsewhere = false;               // the pair lives at another relay: this one carries nothing for it
};

}  // namespace twinlamp::client

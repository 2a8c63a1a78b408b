// What answers at an address that is said to be a relay's: asked once, without a profile.
#pragma once

#include <string>

namespace twinlamp::client {

struct RelayAnswer {
  bool is_relay = false;
  std::string shown;    // host:port, or what was typed
  std::string line;     // is_relay: with its key, as it is pasted into the settings
  std::string key;      // is_relay: the first 16 hex digits of it
  std::string problem;  // else: why not
};

}  // namespace twinlamp::client

// Asks an address whether a relay answers there, with the connection that the app itself uses.
#pragma once

#include <chrono>
#include <string>

#include "client/content/words.h"
#include "client/relay_answer.h"

namespace twinlamp::client {

// `address` as in relay_address.h; where it names a key, another relay is none. Blocks, for about `patience` at most. Any thread.
RelayAnswer test_relay(const std::string& address, std::chrono::seconds patience, const Words& words);

}  // namespace twinlamp::client

// Greeting: what answers at an address, asked as an app asks: TLS, the WebSocket, and a relay's proof of who it is.
//
// Blocks for some seconds at most, and changes nothing there: it goes before it would log in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/base/binding.h"
#include "protocol/crypto/keys.h"

namespace twinlamp::relay {

struct Greeting {
  enum class Answer {
    unknown_name,  // the name is not found from here
    silence,       // nothing takes the connection
    no_tls,        // something does, and speaks no TLS
    no_relay,      // TLS, but not the relay's protocol behind it
    too_many,      // a relay, perhaps, that takes no more connections from here just now
    cut_through,   // a relay that thinks its TLS is the client's, and somebody between the two ends it
    relay,         // one that has proved its key
  };
  Answer answer = Answer::silence;
  PublicKey relay_id{};                 // of `relay`
  Binding binding = Binding::exporter;  // likewise
  bool is_certificate_trusted = false;  // by this machine's authorities, for that name
};

Greeting greet(const std::string& host, std::uint16_t port);

// The first WebSocket message in what was heard after the upgrade. None: it is not whole yet, or none that a relay begins with: binary, in one
// piece, unmasked, shorter than 64 kB.
std::optional<std::string> first_message(const std::string& heard);

}  // namespace twinlamp::relay

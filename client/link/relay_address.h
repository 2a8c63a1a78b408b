// Where a relay is and who it has to be: what a person types or pastes into "relay", or into "join".
//
//   host            host:port            [v6]:port
//   host:port?invite=TOKEN                                          as a profile keeps it, of a relay that invites pairs
//   twinlamp://HOST:PORT/?relay=BASE64URL(relay_id)                 what a relay prints
//   twinlamp://HOST:PORT/417-amber-otter-window?relay=BASE64URL     a copied invitation
//
// A twinlamp:// line is protocol/pairing/invitation.h's business; this adds what people type by hand. Anything else is
// refused with a literal that says what is wrong with it; nothing is looked up.
#pragma once

#include "protocol/pairing/invitation.h"

namespace twinlamp::client {

inline constexpr std::uint16_t default_relay_port = 7417;

struct RelayAddress {
  std::string host;  // a name, an IPv4 or an IPv6 address without brackets
  std::uint16_t port = default_relay_port;
  std::optional<PublicKey> relay_id;
  Binding binding = Binding::exporter;
  std::optional<PairingCode> code;  // of a partner's invitation
  std::string invite;               // of the relay's operator, for a new pair; empty = none

  std::string shown() const;  // host:port, as people read it
  std::string kept() const;   // the same with the invite
  friend bool operator==(const RelayAddress&, const RelayAddress&) = default;
};

// `problem` as in parse_invitation().
Result<RelayAddress> parse_relay_address(std::string_view text, CodeProblem* problem = nullptr);

}  // namespace twinlamp::client

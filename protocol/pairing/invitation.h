// An invitation as text to copy: where the relay is, who it has to be, and (from a partner) the code.
//
//   twinlamp://HOST:PORT/417-amber-otter-window?relay=BASE64URL(relay_id)    a partner's
//   twinlamp://HOST:PORT/?relay=BASE64URL(relay_id)                          the relay's own
//   ...&binding=none                                                        a relay behind a proxy that ends TLS
//
// HOST is a DNS name, an IPv4 address or an IPv6 address in brackets. At most 512 bytes; an unknown or repeated
// parameter is refused, since it could only weaken what the others promise.
#pragma once

#include <optional>

#include "protocol/base/binding.h"
#include "protocol/crypto/keys.h"
#include "protocol/pairing/code.h"

namespace twinlamp {

struct Invitation {
  std::string host;  // IPv6 without its brackets
  std::uint16_t port = 0;
  PublicKey relay_id{};
  Binding binding = Binding::exporter;
  std::optional<PairingCode> code;

  std::string text() const;
  friend bool operator==(const Invitation&, const Invitation&) = default;
};

// `problem` (optional) is set when the error is in the code's words.
Result<Invitation> parse_invitation(std::string_view text, CodeProblem* problem = nullptr);

}  // namespace twinlamp

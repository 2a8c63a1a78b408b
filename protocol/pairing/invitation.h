// An invitation as text to copy: where the relay is, who it has to be, and (from a partner) the code.
//
//   twinlamp://HOST:PORT/417-amber-otter-window?relay=BASE64URL(relay_id)    a partner's
//   twinlamp://HOST:PORT/?relay=BASE64URL(relay_id)                          the relay's own
//   ...&binding=none                                                        a relay behind a proxy that ends TLS
//   ...&invite=TOKEN                                                        a relay whose operator invites pairs
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
  std::string invite = {};  // 1 to 64 characters of base64url's alphabet; empty = none

  std::string text() const;
  friend bool operator==(const Invitation&, const Invitation&) = default;
};

bool is_invite(std::string_view text);  // of that size and alphabet
// `problem` (optional) is set when the error is in the code's words.
Result<Invitation> parse_invitation(std::string_view text, CodeProblem* problem = nullptr);

}  // namespace twinlamp

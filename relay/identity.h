// Who a relay is: its Ed25519 key, whose public half is the relay_id, and the certificate of its TLS.
//
// Made on the first start, in the data directory, readable by the owner only (0600): relay.key (32 bytes, the seed),
// tls.key and tls.crt (PEM, P-256, signed by itself: clients do not look at it, they know the relay_id). Losing
// relay.key is losing the relay's name.
#pragma once

#include <filesystem>

#include "protocol/crypto/keys.h"

namespace twinlamp::relay {

struct CertificateFiles {
  std::filesystem::path certificate, key;
};

// Both throw StartError, and leave no half-written file behind.
SigningKeys load_or_make_relay_keys(const std::filesystem::path& data, Random& random);
CertificateFiles load_or_make_certificate(const std::filesystem::path& data);

}  // namespace twinlamp::relay

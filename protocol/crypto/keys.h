// The two kinds of key pair a device has: X25519 for agreement (RFC 7748), Ed25519 for signatures (RFC 8032).
#pragma once

#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/base/secret.h"

namespace twinlamp {

using PublicKey = ByteArray<32>;  // X25519 or Ed25519, as its name says
using Signature = ByteArray<64>;

struct AgreementKeys {
  Key secret;
  PublicKey public_key{};

  static AgreementKeys generate(Random& random);
  static AgreementKeys from_secret(const Key& secret);
};

// unauthentic when the peer's key is of small order (an all-zero result), RFC 7748 section 6.1.
Result<Key> agree(const Key& mine, const PublicKey& theirs);

struct SigningKeys {
  Secret<64> secret;  // libsodium's form: seed || public key
  PublicKey public_key{};

  static SigningKeys generate(Random& random);
  static SigningKeys from_seed(const Key& seed);
};

Signature sign(const SigningKeys& keys, ByteView message);
[[nodiscard]] bool verify(const PublicKey& key, ByteView message, const Signature& signature);

}  // namespace twinlamp

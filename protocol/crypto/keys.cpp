#include "protocol/crypto/keys.h"

#include <sodium.h>

namespace twinlamp {

AgreementKeys AgreementKeys::generate(Random& random) { return from_secret(random.secret<32>()); }

AgreementKeys AgreementKeys::from_secret(const Key& secret) {
  AgreementKeys keys;
  keys.secret = secret;
  crypto_scalarmult_curve25519_base(keys.public_key.data(), secret.data());
  return keys;
}

Result<Key> agree(const Key& mine, const PublicKey& theirs) {
  Key shared;
  if (crypto_scalarmult_curve25519(shared.data(), mine.data(), theirs.data()) != 0)
    return Error{ErrorCode::unauthentic, "agreement: small order"};
  return shared;
}

SigningKeys SigningKeys::generate(Random& random) { return from_seed(random.secret<32>()); }

SigningKeys SigningKeys::from_seed(const Key& seed) {
  SigningKeys keys;
  crypto_sign_ed25519_seed_keypair(keys.public_key.data(), keys.secret.data(), seed.data());
  return keys;
}

Signature sign(const SigningKeys& keys, ByteView message) {
  Signature signature;
  crypto_sign_ed25519_detached(signature.data(), nullptr, message.data(), message.size(), keys.secret.data());
  return signature;
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
  return crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

}  // namespace twinlamp

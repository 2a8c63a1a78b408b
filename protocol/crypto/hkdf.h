// HKDF-SHA512 (RFC 5869), written over HMAC-SHA512 since libsodium 1.0.18 has none.
#pragma once

#include "protocol/base/secret.h"

namespace twinlamp {

// An empty salt is 64 zero bytes, as RFC 5869 says. Precondition: size <= 255 * 64 (asserts).
SecretBytes hkdf_sha512(ByteView salt, ByteView ikm, ByteView info, std::size_t size);

template <std::size_t N>
Secret<N> hkdf_secret(ByteView salt, ByteView ikm, ByteView info) {
  return Secret<N>(hkdf_sha512(salt, ikm, info, N));
}

}  // namespace twinlamp

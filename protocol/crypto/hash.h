// Hashes and MACs, over any number of parts so that nobody joins buffers by hand.
#pragma once

#include <initializer_list>

#include "protocol/base/secret.h"

namespace twinlamp {

using Hash256 = ByteArray<32>;
using Hash512 = ByteArray<64>;
using Parts = std::initializer_list<ByteView>;

Hash256 blake2b_256(Parts parts);                              // BLAKE2b, 32-byte output, no key (RFC 7693)
ByteArray<16> blake2b_128(Parts parts);                        // BLAKE2b, 16-byte output, no key
Hash256 blake2b_256_keyed(const Key& key, Parts parts);        // the same, keyed
Hash512 sha512(Parts parts);                                   // FIPS 180-4
Secret<32> hmac_sha256(ByteView key, Parts parts);             // RFC 2104; key of any length
Secret<64> hmac_sha512(ByteView key, Parts parts);

}  // namespace twinlamp

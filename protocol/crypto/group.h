// ristretto255 (RFC 9496): scalars, elements, and the one check that matters, written once.
//
// libsodium 1.0.18's is_valid_point accepts the identity, so it is not used; multiply() refuses both bad encodings
// and an identity result.
#pragma once

#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/base/secret.h"

namespace twinlamp {

using Scalar = Key;                // reduced modulo the group order
using Element = ByteArray<32>;     // canonical encoding

Scalar random_scalar(Random& random);                       // uniform, never zero (64 random bytes, reduced)
[[nodiscard]] bool is_canonical_scalar(const Scalar& s);    // reduced and not zero
Result<Element> multiply_base(const Scalar& s);             // s*G; unauthentic for zero
Result<Element> multiply(const Scalar& s, const Element& e);  // unauthentic for a bad encoding or an identity result
Element element_from_hash(const ByteArray<64>& hash);       // RFC 9496 section 4.3.4, one-way map

}  // namespace twinlamp

#include "protocol/crypto/group.h"

#include <sodium.h>

#include "protocol/crypto/hash.h"

namespace twinlamp {

Scalar random_scalar(Random& random) {
  for (;;) {
    const auto wide = random.secret<64>();
    Scalar scalar;
    crypto_core_ristretto255_scalar_reduce(scalar.data(), wide.data());
    if (!scalar.is_zero()) return scalar;
  }
}

bool is_canonical_scalar(const Scalar& s) {
  Secret<64> wide;
  std::copy(s.view().begin(), s.view().end(), wide.data());
  Scalar reduced;
  crypto_core_ristretto255_scalar_reduce(reduced.data(), wide.data());
  return !s.is_zero() && reduced == s;
}

Result<Element> multiply_base(const Scalar& s) {
  Element out;
  if (crypto_scalarmult_ristretto255_base(out.data(), s.data()) != 0) return Error{ErrorCode::unauthentic, "group: zero scalar"};
  return out;
}

Result<Element> multiply(const Scalar& s, const Element& e) {
  Element out;
  if (crypto_scalarmult_ristretto255(out.data(), s.data(), e.data()) != 0)
    return Error{ErrorCode::unauthentic, "group: not an element, or the identity"};
  return out;
}

Element element_from_hash(const ByteArray<64>& hash) {
  Element out;
  crypto_core_ristretto255_from_hash(out.data(), hash.data());
  return out;
}

}  // namespace twinlamp

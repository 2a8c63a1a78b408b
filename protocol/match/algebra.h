// What the wish list computes with: ristretto255 (RFC 9496) with its identity, scalars modulo its order, and the oracle
// of its proofs.
//
// Elements of a peer come in through parse_element() alone: canonical, and not the identity. Everything computed here
// may be the identity (32 zero bytes). Multiplication takes the same time for every scalar. Pure.
#pragma once

#include <sodium.h>

#include "protocol/crypto/group.h"

namespace twinlamp::match {

// Empty for another size than 32, an encoding that is not canonical, and the identity.
std::optional<Element> parse_element(ByteView bytes);
// Empty for another size than 32 and a number that is not reduced. Zero is legal in a proof.
std::optional<Scalar> parse_scalar(ByteView bytes);

Element identity();
Element generator();
bool is_identity(const Element& e);

// Preconditions: the elements are canonical.
Element times_base(const Scalar& s);
Element times(const Scalar& s, const Element& e);
Element plus(const Element& a, const Element& b);
Element minus(const Element& a, const Element& b);

Scalar number(std::uint64_t value);
Scalar plus(const Scalar& a, const Scalar& b);
Scalar minus(const Scalar& a, const Scalar& b);
Scalar times(const Scalar& a, const Scalar& b);
// a if `flag`, else b, without a branch.
Scalar choose(bool flag, const Scalar& a, const Scalar& b);

// A hash into the scalars: SHA512(lv(label) | context 32 | slot u8 | what follows), reduced. Everything that follows
// has a size that the terms of the run fix, so that no two inputs run together.
class Oracle {
public:
  Oracle(std::string_view label, const ByteArray<32>& context, std::uint8_t slot);
  Oracle& add(ByteView bytes);
  Oracle& add(const Element& e) { return add(ByteView(e)); }
  Oracle& add(std::uint16_t value);
  Scalar scalar() const;  // of what was added so far; more may follow
  ByteArray<64> digest() const;

private:
  crypto_hash_sha512_state state_;
};

}  // namespace twinlamp::match

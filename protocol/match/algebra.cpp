#include "protocol/match/algebra.h"

namespace twinlamp::match {

std::optional<Element> parse_element(ByteView bytes) {
  if (bytes.size() != sizeof(Element)) return std::nullopt;
  auto element = to_array<32>(bytes);
  if (is_identity(element) || crypto_core_ristretto255_is_valid_point(element.data()) != 1) return std::nullopt;
  return element;
}

std::optional<Scalar> parse_scalar(ByteView bytes) {
  if (bytes.size() != Scalar::size_bytes) return std::nullopt;
  Scalar scalar(bytes);
  if (!scalar.is_zero() && !is_canonical_scalar(scalar)) return std::nullopt;
  return scalar;
}

Element identity() {
  return {};
}

Element generator() {
  static const Element g = times_base(number(1));
  return g;
}

bool is_identity(const Element& e) {
  return sodium_is_zero(e.data(), e.size()) == 1;
}

// libsodium returns -1 for a product that is the identity, and has then written it: 32 zeros.
Element times_base(const Scalar& s) {
  Element out{};
  if (crypto_scalarmult_ristretto255_base(out.data(), s.data()) != 0) return identity();
  return out;
}

Element times(const Scalar& s, const Element& e) {
  Element out{};
  if (crypto_scalarmult_ristretto255(out.data(), s.data(), e.data()) != 0) return identity();
  return out;
}

Element plus(const Element& a, const Element& b) {
  Element out{};
  [[maybe_unused]] const auto done = crypto_core_ristretto255_add(out.data(), a.data(), b.data());
  assert(done == 0);
  return out;
}

Element minus(const Element& a, const Element& b) {
  Element out{};
  [[maybe_unused]] const auto done = crypto_core_ristretto255_sub(out.data(), a.data(), b.data());
  assert(done == 0);
  return out;
}

Scalar number(std::uint64_t value) {
  Scalar out;
  for (std::size_t at = 0; at < 8; ++at, value >>= 8) out.data()[at] = static_cast<std::uint8_t>(value);
  return out;
}

Scalar plus(const Scalar& a, const Scalar& b) {
  Scalar out;
  crypto_core_ristretto255_scalar_add(out.data(), a.data(), b.data());
  return out;
}

Scalar minus(const Scalar& a, const Scalar& b) {
  Scalar out;
  crypto_core_ristretto255_scalar_sub(out.data(), a.data(), b.data());
  return out;
}

Scalar times(const Scalar& a, const Scalar& b) {
  Scalar out;
  crypto_core_ristretto255_scalar_mul(out.data(), a.data(), b.data());
  return out;
}

Scalar choose(bool flag, const Scalar& a, const Scalar& b) {
  const auto mask = static_cast<std::uint8_t>(0U - static_cast<unsigned>(flag));
  Scalar out;
  for (std::size_t at = 0; at < Scalar::size_bytes; ++at)
    out.data()[at] = static_cast<std::uint8_t>((a.data()[at] & mask) | (b.data()[at] & ~mask));
  return out;
}

Oracle::Oracle(std::string_view label, const ByteArray<32>& context, std::uint8_t slot) : state_() {
  crypto_hash_sha512_init(&state_);
  ByteWriter head;
  add(head.lv(label).raw(context).u8(slot).view());
}

Oracle& Oracle::add(ByteView bytes) {
  crypto_hash_sha512_update(&state_, bytes.data(), bytes.size());
  return *this;
}

Oracle& Oracle::add(std::uint16_t value) {
  ByteWriter bytes;
  return add(bytes.u16(value).view());
}

ByteArray<64> Oracle::digest() const {
  auto copy = state_;
  ByteArray<64> out;
  crypto_hash_sha512_final(&copy, out.data());
  return out;
}

Scalar Oracle::scalar() const {
  const auto wide = digest();
  Scalar out;
  crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
  return out;
}

}  // namespace twinlamp::match

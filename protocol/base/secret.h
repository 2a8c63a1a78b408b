// Secret values: held in locked memory, wiped on destruction, compared in constant time, never printable.
//
// Copies are allowed where a machine must try a step and throw it away; each copy is locked and wiped as well.
#pragma once

#include <sodium.h>

#include <algorithm>
#include <cassert>

#include "protocol/base/bytes.h"
#include "protocol/base/locked_memory.h"

namespace twinlamp {

using SecretBytes = std::vector<std::uint8_t, LockedAllocator<std::uint8_t>>;

// For secrets, tags and hashes that stand for secrets: constant time in the bytes, not in the lengths. The one function that compares any of
// them; tests/lint/constant_time.py looks for others.
inline bool equal_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

// In the place of the vector's own, which ends at the first difference.
inline bool operator==(const SecretBytes& a, const SecretBytes& b) { return equal_constant_time(a, b); }

inline SecretBytes to_secret(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

// A fixed-size secret; a fresh or moved-from one is all zeros.
template <std::size_t N>
class Secret {
public:
  static constexpr std::size_t size_bytes = N;

  Secret() : bytes_(N) {}
  // Precondition: bytes.size() == N.
  explicit Secret(ByteView bytes) : Secret() {
    assert(bytes.size() == N);
    std::copy_n(bytes.begin(), std::min(N, bytes.size()), bytes_.begin());
  }
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  Secret(Secret&& other) : Secret() { bytes_.swap(other.bytes_); }
  Secret& operator=(Secret&& other) noexcept {
    bytes_.swap(other.bytes_);
    return *this;
  }

  std::uint8_t* data() { return bytes_.data(); }
  const std::uint8_t* data() const { return bytes_.data(); }
  static constexpr std::size_t size() { return N; }
  ByteView view() const { return bytes_; }
  std::span<std::uint8_t> span() { return bytes_; }
  bool is_zero() const { return sodium_is_zero(bytes_.data(), N) == 1; }

  friend bool operator==(const Secret& a, const Secret& b) { return equal_constant_time(a.view(), b.view()); }

private:
  SecretBytes bytes_;
};

using Key = Secret<32>;  // a symmetric key, or the private half of a Curve25519 or ristretto255 pair

}  // namespace twinlamp

#include "protocol/base/random.h"

#include <sodium.h>

#include <limits>

namespace twinlamp {

std::uint64_t Random::below(std::uint64_t bound) {
  const auto limit = std::numeric_limits<std::uint64_t>::max() - std::numeric_limits<std::uint64_t>::max() % bound;
  for (;;) {  // rejection, so that no value is favoured
    auto raw = bytes<8>();
    const auto value = ByteReader(raw).u64();
    if (value < limit) return value % bound;
  }
}

SeededRandom::SeededRandom(std::uint64_t seed) {
  for (int i = 0; i < 8; ++i) seed_[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(seed >> (8 * i));
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  ByteArray<crypto_stream_chacha20_NONCEBYTES> nonce{};
  for (int i = 0; i < 8; ++i) nonce[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(block_ >> (8 * i));
  ++block_;
  if (out.empty()) return;  // libsodium declares its output never null
  crypto_stream_chacha20(out.data(), out.size(), nonce.data(), seed_.data());
}

}  // namespace twinlamp

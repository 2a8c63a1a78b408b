// Where randomness comes from: injected, so that a simulation can replay it.
#pragma once

#include <span>

#include "protocol/base/bytes.h"
#include "protocol/base/secret.h"

namespace twinlamp {

class Random {
public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  template <std::size_t N>
  ByteArray<N> bytes() {
    ByteArray<N> out;
    fill(out);
    return out;
  }
  template <std::size_t N>
  Secret<N> secret() {
    Secret<N> out;
    fill(out.span());
    return out;
  }
  // Uniform in [0, bound). Precondition: bound > 0.
  std::uint64_t below(std::uint64_t bound);
};

// ChaCha20 under a seed: for tests and simulations only. Never in a build that talks to a real partner.
class SeededRandom : public Random {
public:
  explicit SeededRandom(std::uint64_t seed);
  void fill(std::span<std::uint8_t> out) override;

private:
  ByteArray<32> seed_{};
  std::uint64_t block_ = 0;
};

}  // namespace twinlamp

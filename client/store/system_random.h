// The real randomness of a client: the system's, by libsodium.
#pragma once

#include "protocol/base/random.h"

namespace twinlamp::client {

class SystemRandom : public Random {
public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace twinlamp::client

// The operating system's random numbers, through libsodium.
#pragma once

#include <sodium.h>

#include "protocol/base/random.h"

namespace twinlamp::relay {

class SystemRandom : public Random {
public:
  void fill(std::span<std::uint8_t> out) override { randombytes_buf(out.data(), out.size()); }
};

}  // namespace twinlamp::relay

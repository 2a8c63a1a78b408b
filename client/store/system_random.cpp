#include "client/store/system_random.h"

#include <sodium.h>

namespace twinlamp::client {

void SystemRandom::fill(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

}  // namespace twinlamp::client

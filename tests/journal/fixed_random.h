// Randomness out of a vector: gives these bytes, in order, and throws when they run out.
#pragma once

#include <stdexcept>

#include "protocol/base/random.h"

namespace twinlamp::test {

class FixedRandom : public Random {
public:
  explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::uint8_t> out) override {
    if (out.size() > bytes_.size() - at_) throw std::logic_error("the vector's random bytes have run out");
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), out.size(), out.begin());
    at_ += out.size();
  }

private:
  Bytes bytes_;
  std::size_t at_ = 0;
};

}  // namespace twinlamp::test

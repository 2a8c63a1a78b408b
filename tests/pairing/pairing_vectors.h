// The script behind our own vector tests/vectors/pairing.json: one whole pairing, from its inputs to every derived key.
#pragma once

#include <boost/json/object.hpp>

#include "protocol/base/random.h"

namespace twinlamp::test {

boost::json::object pairing_vector(Random& random);

// Gives out what the vector says was drawn.
class DrawnRandom : public Random {
public:
  explicit DrawnRandom(const boost::json::object& vector);
  void fill(std::span<std::uint8_t> out) override;

private:
  Bytes rest_;
};

}  // namespace twinlamp::test

// The scripts behind our own vectors: tests/vectors/{ratchet,envelope,live}.json.
//
// Each script plays one fixed scene with the randomness it is given and writes down everything that happened, the
// randomness included. The files were written once with SeededRandom and are frozen: the tests play the scenes again
// with the randomness of the files, and an independent program (tests/vectors/recompute) computes them anew.
#pragma once

#include <boost/json/object.hpp>
#include <deque>

#include "protocol/base/random.h"

namespace twinlamp::test {

boost::json::object ratchet_vector(Random& random);
boost::json::object envelope_vector(Random& random);
boost::json::object live_vector(Random& random);
boost::json::object epoch_vector(Random& random);

// Hands out what a file wrote down. Throws where the scene asks for another size than then.
class ReplayedRandom : public Random {
public:
  explicit ReplayedRandom(const boost::json::object& vector);
  void fill(std::span<std::uint8_t> out) override;

private:
  std::deque<Bytes> parts_;
};

}  // namespace twinlamp::test

// Writes tests/vectors/pairing.json to standard output. For a new vector only; that file is frozen.
#include <boost/json/serialize.hpp>
#include <cstdio>

#include "tests/pairing/pairing_vectors.h"

int main() {
  twinlamp::SeededRandom random(20261123);
  const boost::json::object file{
      {"about", "One whole pairing (protocol/README.md, section 1). Each device: its secrets, the keys message it boxes (padded), and what it "
                "drew, in order: identity secret 32, member seed 32, first ratchet secret 32, r 32, 64 bytes reduced to y, box nonce 24. Then the "
                "five messages and everything derived. All bytes hexadecimal."},
      {"source", "our own; written once by make_pairing_vectors, then frozen"},
      {"licence", "MIT"},
      {"vector", twinlamp::test::pairing_vector(random)}};
  std::puts(boost::json::serialize(file).c_str());
}

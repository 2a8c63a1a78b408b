// Writes tests/vectors/pad.json to standard output. For a new vector only; that file is frozen.
#include <boost/json/serialize.hpp>
#include <cstdio>

#include "tests/crypto/pad_vectors.h"

int main() {
  const boost::json::object file{
      {"about", "Padding (protocol/README.md): the padded size of each size in each family of buckets (null: too large), texts padded "
                "to the live bucket, and byte strings that hold no padding. All bytes hexadecimal."},
      {"source", "our own; written once by make_pad_vectors, then frozen"},
      {"licence", "MIT"},
      {"vector", twinlamp::test::pad_vector()}};
  std::puts(boost::json::serialize(file).c_str());
}

// Writes tests/vectors/match.json to standard output. For a new vector only; that file is frozen.
#include <boost/json/serialize.hpp>
#include <cstdio>

#include "tests/match/match_vectors.h"

int main() {
  const boost::json::object file{
      {"about",
       "Runs of the wish list (protocol/README.md, section 5): each side's seed, votes (0 no, 1 curious, 2 yes) and "
       "blind; every step; the "
       "hashes h0 to h4; what both want (0 nothing, 1 both at least curious, 2 both yes). All bytes hexadecimal."},
      {"source", "our own; written once by make_match_vectors, then frozen"},
      {"licence", "MIT"},
      {"vector", twinlamp::match::test::match_vector()}};
  std::puts(boost::json::serialize(file).c_str());
}

// Writes a session vector to standard output: `make_session_vectors ratchet|envelope|live|epoch`. For a new vector only;
// those in tests/vectors are frozen.
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <string_view>

#include "tests/session/session_vectors.h"

int main(int argc, char** argv) {
  using namespace twinlamp;
  const std::string_view what = argc == 2 ? argv[1] : "";
  SeededRandom random(20261123);
  boost::json::object vector;
  if (what == "ratchet") vector = test::ratchet_vector(random);
  if (what == "envelope") vector = test::envelope_vector(random);
  if (what == "live") vector = test::live_vector(random);
  if (what == "epoch") vector = test::epoch_vector(random);
  if (vector.empty()) return std::fputs("usage: make_session_vectors ratchet|envelope|live|epoch\n", stderr), 2;
  std::puts(boost::json::serialize(boost::json::object{{"vector", vector}}).c_str());
}

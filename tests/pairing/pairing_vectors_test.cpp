#include <gtest/gtest.h>

#include "tests/pairing/pairing_vectors.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp {
namespace {

TEST(PairingVectors, AreReproduced) {
  const auto file = test::read_json(test::vector_path("pairing.json"));
  const auto& written = file.at("vector").as_object();
  test::DrawnRandom random(written);
  const auto played = test::pairing_vector(random);
  EXPECT_EQ(played.size(), written.size());
  for (const auto& [key, value] : played) EXPECT_EQ(value, written.at(key)) << key;
}

}  // namespace
}  // namespace twinlamp

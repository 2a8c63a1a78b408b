#include <gtest/gtest.h>

#include "tests/session/session_vectors.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp {
namespace {

using Script = boost::json::object (*)(Random&);

void expect_as_written(const char* file, Script script) {
  const auto value = test::read_json(test::vector_path(file));
  const auto& written = value.as_object().at("vector").as_object();
  test::ReplayedRandom random(written);
  const auto played = script(random);
  EXPECT_EQ(played.size(), written.size());
  for (const auto& [key, each] : played) EXPECT_EQ(each, written.at(key)) << key;
}

TEST(SessionVectors, OfTheRatchetAreReproduced) {
  expect_as_written("ratchet.json", test::ratchet_vector);
}
TEST(SessionVectors, OfTheEnvelopeAreReproduced) {
  expect_as_written("envelope.json", test::envelope_vector);
}
TEST(SessionVectors, OfTheLiveLayerAreReproduced) {
  expect_as_written("live.json", test::live_vector);
}
TEST(SessionVectors, OfEpochsAreReproduced) {
  expect_as_written("epoch.json", test::epoch_vector);
}

}  // namespace
}  // namespace twinlamp

#include "tests/match/match_vectors.h"

#include <gtest/gtest.h>

#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp::match {
namespace {

TEST(MatchVectors, AreReproduced) {
  const auto file = twinlamp::test::read_json(twinlamp::test::vector_path("match.json"));
  EXPECT_EQ(file.at("vector"), boost::json::value(test::match_vector()));
}

}  // namespace
}  // namespace twinlamp::match

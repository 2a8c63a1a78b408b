#include <gtest/gtest.h>

#include "protocol/crypto/pad.h"
#include "tests/crypto/pad_vectors.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp {
namespace {

TEST(PadVectors, AreReproduced) {
  const auto file = test::read_json(test::vector_path("pad.json"));
  EXPECT_EQ(file.at("vector"), boost::json::value(test::pad_vector()));
}

TEST(PadVectors, WithoutAMarkAreRefused) {
  const auto file = test::read_json(test::vector_path("pad.json"));
  for (const auto& each : file.at("vector").at("no_mark").as_array()) {
    Bytes bytes;
    ASSERT_TRUE(from_hex(std::string(each.as_string()), bytes));
    EXPECT_FALSE(unpad(bytes)) << each;
  }
}

}  // namespace
}  // namespace twinlamp

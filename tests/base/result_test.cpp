#include "protocol/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace twinlamp {
namespace {

constexpr Error wrong{ErrorCode::malformed, "here"};

Result<void> both(Result<void> first, bool& reached) {
  TWINLAMP_TRY(first);
  reached = true;
  return {};
}

TEST(Result, HoldsAValueOrAnError) {
  const Result<int> good(5), bad(wrong);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 5);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::malformed);
  EXPECT_STREQ(bad.error().where, "here");
}

TEST(Result, HandsItsValueOver) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(3));
  const auto taken = *std::move(result);
  EXPECT_EQ(*taken, 3);
}

TEST(Result, ReturnsEarlyFromTry) {
  bool reached = false;
  EXPECT_FALSE(both(wrong, reached));
  EXPECT_FALSE(reached);
  EXPECT_TRUE(both({}, reached));
  EXPECT_TRUE(reached);
}

}  // namespace
}  // namespace twinlamp

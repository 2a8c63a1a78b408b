#include "protocol/crypto/pad.h"

#include <gtest/gtest.h>

#include "protocol/base/limits.h"
#include "protocol/base/random.h"

namespace twinlamp {
namespace {

constexpr std::size_t kib = 1024;

TEST(Pad, IsTakenOffAgain) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    Bytes data(random.below(700));
    random.fill(data);
    if (!data.empty() && seed % 3 == 0) data.back() = 0;     // looks like padding
    if (!data.empty() && seed % 3 == 1) data.back() = 0x80;  // looks like the mark
    const auto padded = pad(data, live_padded_size(data.size()));
    const auto plain = unpad(padded);
    ASSERT_TRUE(plain);
    EXPECT_TRUE(equal(*plain, data));
  }
}

TEST(Pad, WithoutAMarkIsMalformed) {
  for (const auto& bad : {Bytes{}, Bytes(256, 0), Bytes{0x80, 1}, Bytes{0x81, 0, 0}, Bytes{0x80, 0, 0x40, 0}})
    EXPECT_EQ(unpad(bad).error().code, ErrorCode::malformed) << to_hex(bad);
}

TEST(Pad, OfLiveFramesIsTheNextMultiple) {
  EXPECT_EQ(live_padded_size(0), 256u);
  EXPECT_EQ(live_padded_size(255), 256u);
  EXPECT_EQ(live_padded_size(256), 512u);
  EXPECT_EQ(live_padded_size(limits::live_piece), limits::live_piece + 256);
}

TEST(Pad, OfDurableBodiesIsTheSmallestBucketWithRoomForTheMark) {
  EXPECT_EQ(*durable_bucket(0), 1 * kib);
  EXPECT_EQ(*durable_bucket(1 * kib - 1), 1 * kib);
  EXPECT_EQ(*durable_bucket(1 * kib), 4 * kib);
  EXPECT_EQ(*durable_bucket(4 * kib), 16 * kib);
  EXPECT_EQ(*durable_bucket(16 * kib), 64 * kib);
  EXPECT_EQ(*durable_bucket(64 * kib - 1), 64 * kib);
  EXPECT_EQ(durable_bucket(64 * kib).error().code, ErrorCode::too_large);
}

TEST(Pad, OfAnswersHoldsARoundNumberBesideTheMark) {
  EXPECT_EQ(*answer_bucket(0), 1 * kib + 1);
  EXPECT_EQ(*answer_bucket(1 * kib), 1 * kib + 1);
  EXPECT_EQ(*answer_bucket(1 * kib + 1), 4 * kib + 1);
  EXPECT_EQ(*answer_bucket(limits::answer_open), 12 * kib + 1);
  EXPECT_EQ(*answer_bucket(limits::answer_open + 1), 48 * kib + 1);
  EXPECT_EQ(*answer_bucket(limits::answer), 48 * kib + 1);
  EXPECT_EQ(answer_bucket(limits::answer + 1).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace twinlamp

#include "protocol/base/random.h"

#include <gtest/gtest.h>

#include <set>

namespace twinlamp {
namespace {

TEST(SeededRandom, RepeatsItselfFromTheSameSeed) {
  SeededRandom a(7), b(7), c(8);
  EXPECT_EQ(a.bytes<64>(), b.bytes<64>());
  EXPECT_NE(a.bytes<64>(), c.bytes<64>());
}

TEST(SeededRandom, NeverGivesTheSameTwice) {
  SeededRandom random(1);
  std::set<ByteArray<16>> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random.bytes<16>()).second);
}

TEST(Random, BelowReachesEveryValueAndNoOther) {
  SeededRandom random(2);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.below(7));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(random.below(1), 0u);
}

// All ones first: a value that would favour the small ones is drawn again.
TEST(Random, BelowFavoursNoValue) {
  struct Script : Random {
    int calls = 0;
    void fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), calls++ == 0 ? 0xff : 0x00); }
  } script;
  EXPECT_EQ(script.below(10), 0u);
  EXPECT_EQ(script.calls, 2);
}

}  // namespace
}  // namespace twinlamp

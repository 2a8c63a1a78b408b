#include "protocol/crypto/group.h"

#include <gtest/gtest.h>

#include "protocol/crypto/hash.h"
#include "tests/support/hex.h"

namespace twinlamp {
namespace {

using test::hex;

Scalar small(std::uint8_t value) {
  Scalar scalar;
  scalar.data()[0] = value;
  return scalar;
}
const auto order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

// RFC 9496, appendix A.1.
TEST(Group, MultipliesItsGeneratorAsInRfc9496) {
  EXPECT_EQ(to_hex(*multiply_base(small(1))), "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76");
  EXPECT_EQ(to_hex(*multiply_base(small(2))), "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919");
  EXPECT_EQ(to_hex(*multiply_base(small(3))), "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259");
}

// RFC 9496, appendix A.2.
TEST(Group, RefusesBadEncodings) {
  for (const char* bad : {"00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "0100000000000000000000000000000000000000000000000000000000000000", "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"}) {
    const auto product = multiply(small(2), to_array<32>(hex(bad)));
    ASSERT_FALSE(product) << bad;
    EXPECT_EQ(product.error().code, ErrorCode::unauthentic);
  }
}

// RFC 9496, appendix A.3.
TEST(Group, MapsHashesAsInRfc9496) {
  EXPECT_EQ(to_hex(element_from_hash(sha512({bytes_of("Ristretto is traditionally a short shot of espresso coffee")}))),
            "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46");
}

TEST(Group, RefusesTheIdentity) {
  SeededRandom random(1);
  EXPECT_FALSE(multiply(random_scalar(random), Element{}));
  EXPECT_FALSE(multiply_base(Scalar()));
  EXPECT_FALSE(multiply(Scalar(), *multiply_base(small(1))));
  EXPECT_FALSE(multiply_base(Scalar(order)));
}

TEST(Group, MultipliesInAnyOrder) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const auto a = random_scalar(random), b = random_scalar(random);
    EXPECT_EQ(*multiply(a, *multiply_base(b)), *multiply(b, *multiply_base(a)));
  }
}

TEST(Scalar, DrawnIsCanonicalAndNeverTheSame) {
  SeededRandom random(2);
  auto last = random_scalar(random);
  for (int i = 0; i < 100; ++i) {
    auto next = random_scalar(random);
    EXPECT_TRUE(is_canonical_scalar(next));
    EXPECT_FALSE(next == last);
    last = std::move(next);
  }
}

TEST(Scalar, IsCanonicalFromOneToTheOrderLessOne) {
  EXPECT_FALSE(is_canonical_scalar(Scalar()));
  EXPECT_TRUE(is_canonical_scalar(small(1)));
  auto bytes = order;
  EXPECT_FALSE(is_canonical_scalar(Scalar(bytes)));
  --bytes[0];
  EXPECT_TRUE(is_canonical_scalar(Scalar(bytes)));
  bytes[31] |= 0x80;
  EXPECT_FALSE(is_canonical_scalar(Scalar(bytes)));
}

// Zero is drawn once in 2^252: a source that gives it shows that it is drawn again.
TEST(Scalar, IsDrawnAgainWhenItIsZero) {
  struct Script : Random {
    int calls = 0;
    void fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), calls++ == 0 ? 0 : 1); }
  } script;
  EXPECT_TRUE(is_canonical_scalar(random_scalar(script)));
  EXPECT_EQ(script.calls, 2);
}

}  // namespace
}  // namespace twinlamp

#include "protocol/match/algebra.h"

#include <gtest/gtest.h>

namespace twinlamp::match {
namespace {

TEST(MatchAlgebra, MultipliesByZeroToTheIdentity) {
  EXPECT_TRUE(is_identity(times_base(number(0))));
  EXPECT_TRUE(is_identity(times(number(0), generator())));
  EXPECT_TRUE(is_identity(times(number(7), identity())));
}

TEST(MatchAlgebra, AgreesWithRepeatedAddition) {
  auto sum = identity();
  for (std::uint64_t n = 0; n < 5; ++n) {
    EXPECT_EQ(times_base(number(n)), sum);
    EXPECT_EQ(times(number(n), generator()), sum);
    sum = plus(sum, generator());
  }
  EXPECT_EQ(minus(sum, generator()), times_base(number(4)));
}

TEST(MatchAlgebra, CountsModuloTheOrder) {
  const auto minus_one = minus(number(0), number(1));
  EXPECT_EQ(plus(minus_one, number(1)), number(0));
  EXPECT_EQ(times(minus_one, minus_one), number(1));
  EXPECT_EQ(plus(times_base(minus_one), generator()), identity());
}

TEST(MatchAlgebra, TakesNoForeignIdentityAndNoOtherEncoding) {
  EXPECT_FALSE(parse_element(identity()));
  EXPECT_TRUE(parse_element(generator()));
  EXPECT_FALSE(parse_element(ByteView(generator()).first(31)));
  Element negative = generator();
  negative[0] ^= 1;  // RFC 9496, A.3: an encoding with a negative field element
  EXPECT_FALSE(parse_element(negative));
  Element large;
  large.fill(0xff);
  EXPECT_FALSE(parse_element(large));
}

TEST(MatchAlgebra, TakesZeroAndNoUnreducedScalar) {
  EXPECT_TRUE(parse_scalar(number(0).view()));
  Bytes order;  // RFC 9496: 2^252 + 27742317777372353535851937790883648493
  ASSERT_TRUE(from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", order));
  EXPECT_FALSE(parse_scalar(order));
  order[0] -= 1;
  EXPECT_TRUE(parse_scalar(order));
  EXPECT_FALSE(parse_scalar(ByteView(order).first(31)));
}

TEST(MatchAlgebra, ChoosesWithoutMixing) {
  EXPECT_EQ(choose(true, number(5), number(9)), number(5));
  EXPECT_EQ(choose(false, number(5), number(9)), number(9));
}

}  // namespace
}  // namespace twinlamp::match

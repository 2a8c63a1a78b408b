// The mark that a home relay's folder carries when its pair was left: a file that nothing authenticates.
#include "client/app/home_farewell.h"

#include <gtest/gtest.h>

namespace twinlamp::client::test {
namespace {

std::string mark_of(const std::string& day) {
  return to_base64url(PublicKey{7}) + " " + to_hex(ByteArray<16>{8}) + " 1 " + day + "\n";
}

TEST(LeftPair, ComesBackAsItWasWritten) {
  for (const auto* day : {"0", "20600", "2932896"}) {
    const auto left = LeftPair::parse(mark_of(day));
    ASSERT_TRUE(left) << day;
    EXPECT_EQ(left->text(), mark_of(day));
    EXPECT_EQ(left->partner_slot, 1);
  }
}

// Of a day that never comes, the relay would wait for its partner for ever.
TEST(LeftPair, IsDamagedWhenItsDayIsInNoCalendar) {
  for (const auto* day : {"2147483647", "2147483600", "2932897", "-1", "-2147483648", "99999999999", "", "soon"})
    EXPECT_FALSE(LeftPair::parse(mark_of(day))) << day;
}

}  // namespace
}  // namespace twinlamp::client::test

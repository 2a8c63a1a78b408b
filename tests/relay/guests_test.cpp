#include "relay/guests.h"

#include <gtest/gtest.h>

#include <vector>

namespace twinlamp::test {
namespace {

using relay::Guests;

TEST(Guests, LetsInSoManyOfAnAddressUntilOneLeaves) {
  Guests guests(2);
  const AddressKey home{1}, away{2};
  auto first = guests.enter(home);
  const auto second = guests.enter(home);
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(guests.enter(home));
  EXPECT_TRUE(guests.enter(away));
  first.reset();
  EXPECT_TRUE(guests.enter(home));
}

TEST(Guests, CountsTheNetworksAroundAnAddressToo) {
  Guests guests(1);
  std::vector<std::optional<Guests::Stay>> here;
  for (std::uint8_t own = 1; own <= near_share; ++own) here.push_back(guests.enter({{own, 1}, {9}, {8}}));
  for (const auto& each : here) EXPECT_TRUE(each);
  EXPECT_FALSE(guests.enter({{100}, {9}, {8}}));
  EXPECT_TRUE(guests.enter({{101}, {7}, {8}}));
}

TEST(Guests, RemembersNobodyWhoHasLeft) {
  Guests guests(5);
  for (std::uint8_t own = 1; own <= 100; ++own) EXPECT_TRUE(guests.enter({{own, 1}, {9}, {8}}));
  EXPECT_EQ(guests.addresses(), 0u);
}

}  // namespace
}  // namespace twinlamp::test

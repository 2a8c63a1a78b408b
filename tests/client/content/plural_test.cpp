#include "client/content/plural.h"

#include <gtest/gtest.h>

namespace twinlamp::client {
namespace {

// The samples of CLDR 44's cardinal rules.
TEST(Plural, FollowsTheRulesOfEnglish) {
  EXPECT_EQ(plural_form("en", 1), "one");
  for (const long long count : {0ll, 2ll, 16ll, 100ll, 1000ll, 1'000'000ll}) EXPECT_EQ(plural_form("en", count), "other") << count;
}

TEST(Plural, FollowsTheRulesOfSpanish) {
  EXPECT_EQ(plural_form("es", 1), "one");
  for (const long long count : {0ll, 2ll, 16ll, 100ll, 1000ll, 10'000ll, 1'100'000ll}) EXPECT_EQ(plural_form("es", count), "other") << count;
  for (const long long count : {1'000'000ll, 2'000'000ll}) EXPECT_EQ(plural_form("es", count), "many") << count;
}

}  // namespace
}  // namespace twinlamp::client

#include "protocol/match/terms.h"

#include <gtest/gtest.h>

#include "tests/match/match_couple.h"

namespace twinlamp::match {
namespace {

TEST(MatchTerms, AreSoundForOneTo128DifferentItemsAndAQuotaAmongThem) {
  EXPECT_TRUE(Terms::are_sound(test::items(1), 1));
  EXPECT_TRUE(Terms::are_sound(test::items(128), 128));
  EXPECT_FALSE(Terms::are_sound({}, 1));
  EXPECT_FALSE(Terms::are_sound(test::items(129), 1));
  EXPECT_FALSE(Terms::are_sound(test::items(3), 0));
  EXPECT_FALSE(Terms::are_sound(test::items(3), 4));
  EXPECT_FALSE(Terms::are_sound({"a", "b", "a"}, 1));
  EXPECT_FALSE(Terms::are_sound({""}, 1));
  EXPECT_FALSE(Terms::are_sound({std::string(81, 'a')}, 1));
}

TEST(MatchTerms, NameTheListItsOrderAndItsQuota) {
  const auto hash = [](const std::vector<std::string>& list, std::uint16_t quota) {
    return Terms::make({}, {}, list, quota).list_hash;
  };
  EXPECT_EQ(hash({"a", "b"}, 1), hash({"a", "b"}, 1));
  EXPECT_NE(hash({"a", "b"}, 1), hash({"b", "a"}, 1));
  EXPECT_NE(hash({"a", "b"}, 1), hash({"a", "b"}, 2));
  EXPECT_NE(hash({"ab"}, 1), hash({"a", "b"}, 1));
}

TEST(MatchTerms, StepsFollowOnlyWhatTheyRestOn) {
  test::MatchCouple couple({{Vote::no}, {Vote::yes}});
  Transcript said;
  for (const auto& [author, step] : test::order_of_steps) {
    for (Slot who : {Slot{0}, Slot{1}})
      for (std::uint8_t what = 0; what < step_count; ++what)
        EXPECT_FALSE(said.has(who, what) && said.may_follow(who, what));
    ASSERT_TRUE(said.may_follow(author, step));
    ASSERT_EQ(said.owed_by(author), step);
    said.set(author, step, {1});
  }
  EXPECT_TRUE(said.is_whole());
  EXPECT_FALSE(said.owed_by(0) || said.owed_by(1));
  EXPECT_FALSE(Transcript().may_follow(0, 1));
  EXPECT_FALSE(Transcript().may_follow(1, 2));
  EXPECT_FALSE(Transcript().may_follow(0, 3));
  EXPECT_FALSE(Transcript().may_follow(0, 9));
}

TEST(MatchTerms, SlotZeroHasNoSecondStep) {
  const auto terms = Terms::make({}, {}, test::items(4), 2);
  EXPECT_EQ(step_size(terms, 0, 2), 0u);
  EXPECT_EQ(step_size(terms, 0, 4), 0u);
  EXPECT_GT(step_size(terms, 1, 2), 0u);
}

TEST(MatchTerms, AHundredItemsTakeUnder200KilobytesAndEachStepFitsAnEntry) {
  for (const std::size_t count : {100, 128}) {
    const auto terms = Terms::make({}, {}, test::items(count), static_cast<std::uint16_t>(count));
    std::size_t all = 0;
    for (const auto& [author, step] : test::order_of_steps) {
      all += step_size(terms, author, step);
      EXPECT_LT(step_size(terms, author, step), 59u * 1024);
    }
    EXPECT_LT(all, 200'000u) << count;
  }
}

}  // namespace
}  // namespace twinlamp::match

#include "client/practices/feelings.h"

#include <gtest/gtest.h>

namespace twinlamp::client::test {
namespace {

using namespace std::chrono_literals;

const std::chrono::sys_days now = 2026y / 11 / 26;  // a Thursday

TEST(FeelingsPoints, AreTheLastTwelveWeeksDayByDay) {
  const std::vector<FeelingDay> days{{now - std::chrono::days(84), 1, "old"}, {now - std::chrono::days(83), 2, "low"}, {now, 5, "glad"}};
  const auto points = feelings_points(days, FeelingsSpan::weeks, now);
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].words, std::vector<std::string>{"low"});
  EXPECT_EQ(points[1].day, now);
  EXPECT_EQ(points[1].strength, 5);
}

TEST(FeelingsPoints, AreWeeksWithTheirAverageAndTheirWords) {
  std::vector<FeelingDay> days{{2024y / 1 / 2, 4, "calm"}};
  const std::vector<std::pair<int, std::string>> week{{1, "low"}, {2, "glad"}, {3, "glad"}, {4, "calm"}, {5, "tender"}, {3, "low"}, {3, "low"}};
  for (int i = 0; i < 7; ++i) days.push_back({std::chrono::sys_days(2026y / 11 / 16) + std::chrono::days(i), week[std::size_t(i)].first, week[std::size_t(i)].second});
  days.push_back({2026y / 11 / 23, 2, "calm"});
  const auto points = feelings_points(days, FeelingsSpan::months, now);
  ASSERT_EQ(points.size(), 3u);
  EXPECT_EQ(points[0].day, std::chrono::sys_days(2024y / 1 / 1));
  EXPECT_EQ(points[1].day, std::chrono::sys_days(2026y / 11 / 16));
  EXPECT_FLOAT_EQ(points[1].strength, 3);
  EXPECT_EQ(points[1].words, (std::vector<std::string>{"low", "glad", "calm"}));
  EXPECT_EQ(points[2].day, std::chrono::sys_days(2026y / 11 / 23));
}

}  // namespace
}  // namespace twinlamp::client::test

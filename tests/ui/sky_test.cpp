#include "client/ui/kit/sky.h"

#include <gtest/gtest.h>

#include <cmath>

namespace twinlamp::ui {
namespace {

// Days from new moon of what is told, the short way around.
float days_off(float phase, float wanted) {
  float off = phase - wanted;
  off -= std::round(off);
  return off * 29.53f;
}

std::chrono::system_clock::time_point at(std::int64_t unix_seconds) {
  return std::chrono::system_clock::time_point(std::chrono::seconds(unix_seconds));
}

// Eclipses happen at new and full moon exactly, and their times are well known.
TEST(MoonTest, IsNewAtEclipsesOfTheSun) {
  for (const auto seconds :
       {1712600460, 1743245880, 1758484440, 1786556220})  // 2024-04-08, 2025-03-29, 2025-09-21, 2026-08-12
    EXPECT_NEAR(days_off(moon_phase(at(seconds)), 0), 0, 0.12f) << seconds;
}

TEST(MoonTest, IsFullAtEclipsesOfTheMoon) {
  for (const auto seconds :
       {1741935300, 1757268540, 1772537880, 1787890680})  // 2025-03-14, 2025-09-07, 2026-03-03, 2026-08-28
    EXPECT_NEAR(days_off(moon_phase(at(seconds)), 0.5f), 0, 0.12f) << seconds;
}

TEST(MoonTest, WaxesFromNewToFull) {
  const auto start = 1786556220;
  float before = moon_phase(at(start + 86400));
  for (int day = 2; day < 29; ++day) {
    const float now = moon_phase(at(start + day * 86400));
    EXPECT_GT(now, before) << day;
    before = now;
  }
}

}  // namespace
}  // namespace twinlamp::ui

#include "client/window_place.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <vector>

namespace twinlamp::client::test {
namespace {

constexpr ScreenArea laptop{0, 0, 1366, 768}, beside{1366, -200, 2560, 1440};

std::optional<WindowPlace> on(const WindowPlace& place, std::vector<ScreenArea> screens) { return place_on_screens(place, screens); }

TEST(WindowPlaceTest, ComesBackWhereItWas) {
  for (const bool maximised : {false, true}) {
    const WindowPlace place{100, 60, 1100, 680, maximised};
    EXPECT_EQ(on(place, {laptop}), place);
  }
  const WindowPlace there{1500, -150, 1100, 760};
  EXPECT_EQ(on(there, {laptop, beside}), there);
}

TEST(WindowPlaceTest, IsForgottenWhenItsScreenIsGone) {
  EXPECT_EQ(on({1500, -150, 1100, 760}, {laptop}), std::nullopt);
  EXPECT_EQ(on({100, 60, 1100, 680}, {}), std::nullopt);
}

TEST(WindowPlaceTest, StaysPartlyOutsideWhileAHandCanReachIt) {
  EXPECT_EQ(on({1366 - 120, 60, 1100, 680}, {laptop}), (WindowPlace{1366 - 120, 60, 1100, 680}));
  EXPECT_EQ(on({1366 - 119, 60, 1100, 680}, {laptop}), std::nullopt);
  EXPECT_EQ(on({120 - 1100, 60, 1100, 680}, {laptop}), (WindowPlace{120 - 1100, 60, 1100, 680}));
  EXPECT_EQ(on({100, 768 - 10, 1100, 680}, {laptop}), std::nullopt);
}

TEST(WindowPlaceTest, SpansTwoScreens) {
  const WindowPlace place{800, 20, 1100, 680};
  EXPECT_EQ(on(place, {laptop, beside}), place);
}

TEST(WindowPlaceTest, ShrinksIntoASmallerScreen) {
  EXPECT_EQ(on({300, 100, 2000, 1200}, {laptop}), (WindowPlace{0, 0, 1366, 768}));
  EXPECT_EQ(on({300, 100, 2000, 600}, {laptop}), (WindowPlace{0, 100, 1366, 600}));
}

TEST(WindowPlaceTest, ComesDownWhenItsUpperEdgeIsOnNoScreen) {
  EXPECT_EQ(on({100, -300, 1100, 680}, {laptop}), (WindowPlace{100, 0, 1100, 680}));
  const ScreenArea above{0, -1080, 1920, 1080};
  EXPECT_EQ(on({100, -300, 1100, 680}, {laptop, above}), (WindowPlace{100, -300, 1100, 680}));
}

TEST(WindowPlaceTest, TakesTheScreenThatHasMostOfIt) {
  EXPECT_EQ(on({1000, 20, 2600, 700}, {laptop, beside}), (WindowPlace{1366, 20, 2560, 700}));
}

TEST(WindowPlaceTest, RefusesWhatNoWindowIs) {
  constexpr int most = std::numeric_limits<int>::max(), least = std::numeric_limits<int>::min();
  for (const auto& place : std::array<WindowPlace, 7>{{{0, 0, 0, 600}, {0, 0, 800, 0}, {0, 0, -800, 600}, {0, 0, most, most}, {most, 0, 800, 600}, {0, least, 800, 600}, {least, least, least, least}}}) {
    EXPECT_FALSE(is_window_place(place));
    EXPECT_EQ(on(place, {laptop}), std::nullopt);
  }
  EXPECT_EQ(on({0, 0, 800, 600}, {{0, 0, 0, 0}, {least, least, most, most}}), std::nullopt);
}

}  // namespace
}  // namespace twinlamp::client::test

// Charts of both over time, and what both hold.
#include <gtest/gtest.h>

#include "client/ui/kit/overlap.h"
#include "client/ui/kit/time_series.h"
#include "tests/ui/support/kit_fixture.h"

namespace twinlamp::ui::test {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

class TimeSeriesTest : public KitTest {
protected:
  TimeSeriesTest() {
    for (int i = 0; i < 5; ++i) {
      mine.push_back({start + days(i), float(1 + i), "mine " + std::to_string(i)});
      if (i != 2) partners.push_back({start + days(i), float(5 - i), "partner's " + std::to_string(i)});
    }
    begin();
  }

  void begin() {
    show([this] {
      Chart chart{.mine = {"Noor", mine}, .partners = {"Sam", partners}, .low = 1, .high = 5};
      chart.say_day = [this](sys_days day) { return "day " + std::to_string((day - start).count()); };
      time_series(ui, "Feelings", chart, at);
    });
  }
  std::string told() { return find("Feelings", "chart")->value; }

  const sys_days start{days(20'000)};
  std::vector<ChartPoint> mine, partners;
  std::optional<sys_days> at;
};

TEST_F(TimeSeriesTest, TellsOfTheLastDayAtFirst) {
  EXPECT_EQ(told(), "day 4; Noor: mine 4; Sam: partner's 4");
}

TEST_F(TimeSeriesTest, GoesThroughTheDaysByKeysAndStopsAtTheEnds) {
  key(Key::tab);
  key(Key::left);
  key(Key::left);
  EXPECT_EQ(told(), "day 2; Noor: mine 2; Sam: –");
  key(Key::home);
  key(Key::left);
  EXPECT_EQ(told(), "day 0; Noor: mine 0; Sam: partner's 0");
  key(Key::end);
  key(Key::right);
  EXPECT_EQ(told(), "day 4; Noor: mine 4; Sam: partner's 4");
}

TEST_F(TimeSeriesTest, TellsOfTheDayUnderTheMouse) {
  ImGui::GetIO().MousePos = {1, 1};
  frames(2);
  const auto rect = find("Feelings", "chart")->rect;
  ImGui::GetIO().MousePos = {rect.x + rect.width / 4 + 5, rect.y + rect.height / 2};
  frames(2);
  EXPECT_EQ(told(), "day 1; Noor: mine 1; Sam: partner's 1");
  ImGui::GetIO().MousePos = {1, 1};
  frames(2);
  EXPECT_EQ(told(), "day 1; Noor: mine 1; Sam: partner's 1");
}

TEST_F(TimeSeriesTest, LeavesTheDayToTheKeysWhileTheMouseOnlyLiesThere) {
  const auto rect = find("Feelings", "chart")->rect;
  click(rect.x + rect.width / 2, rect.y + rect.height / 2);
  key(Key::home);
  EXPECT_EQ(told(), "day 0; Noor: mine 0; Sam: partner's 0");
}

TEST_F(TimeSeriesTest, DrawsNothingWhereNothingWasSaid) {
  mine.clear(), partners.clear();
  frames(2);
  ASSERT_NE(find("Feelings", "chart"), nullptr);
  EXPECT_EQ(told(), "");
}

TEST_F(TimeSeriesTest, StandsStill) {
  key(Key::tab);
  frames(5);
  EXPECT_GT(pacer.next_frame() - ui.now, std::chrono::seconds(10));
}

class OverlapTest : public KitTest {
protected:
  void begin(float widest) {
    show(
        [this] {
          overlap_picture(ui, "Values", {{"Only Noor", mine}, {"Both", shared}, {"Only Sam", partners}});
        },
        widest);
  }
  const Widget& item(std::string_view label) { return *find(label, "item"); }

  std::vector<std::string> mine{"faith", "courage"}, shared{"trust", "humour", "care"}, partners{"freedom"};
};

TEST_F(OverlapTest, PutsWhatBothHoldIntoTheMiddle) {
  begin(48);
  EXPECT_LT(item("faith").rect.right(), item("trust").rect.x);
  EXPECT_LT(item("trust").rect.right(), item("freedom").rect.x);
  EXPECT_EQ(item("trust").value, "Both");
}

TEST_F(OverlapTest, LaysThePartsBelowEachOtherWhereItIsNarrow) {
  begin(20);
  EXPECT_LT(item("courage").rect.bottom(), item("trust").rect.y);
  EXPECT_LT(item("care").rect.bottom(), item("freedom").rect.y);
}

TEST_F(OverlapTest, ShowsAPartThatIsEmpty) {
  shared.clear();
  begin(48);
  EXPECT_NE(find("Both", "heading"), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test

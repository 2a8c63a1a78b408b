// Two people's values over days, as two lines in one picture. No height is good or bad, and nothing is compared.
//
// One stop of Tab: the left and right arrows go from day to day, Home and End to the first and last; so does the mouse.
// What both said on the day that is looked at stands in words under the picture, and is the chart's value in the log.
// The lines differ by more than their colour: one is drawn through with round points, the other dashed with square
// ones. A chart of both together has one line, without a name.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "client/ui/ui.h"

namespace twinlamp::ui {

struct ChartPoint {
  std::chrono::sys_days day;
  float value = 0;
  std::string said;  // in words: "calm, 4"
};

struct ChartLine {
  std::string_view name;
  std::span<const ChartPoint> points;  // by day, at most one of each
};

struct Chart {
  ChartLine mine = {}, partners = {};
  float low = 0, high = 1;
  std::string_view low_label = {}, high_label = {};
  std::function<std::string(std::chrono::sys_days)> say_day = {};
  float tall = 13;  // em, of the picture
  std::string_view begun = {};  // what is said in place of a picture of a single day; without it that is drawn, too
};

// `at` is the day that is looked at; none, or one on which nobody said anything, is the last.
void time_series(Ui& ui, std::string_view label, const Chart& chart, std::optional<std::chrono::sys_days>& at);

}  // namespace twinlamp::ui

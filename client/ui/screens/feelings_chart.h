// What both have felt over weeks and months, as two lines: how strong it was, and in words what. And a date as it is said under a chart.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "client/model.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

struct FeelingsChartState {
  std::size_t span = 0;  // of FeelingsSpan
  std::optional<std::chrono::sys_days> at;
};

// Nothing where neither has named a feeling yet.
void feelings_chart(Ui& ui, const client::Model& model, FeelingsChartState& state);

std::string said_day(const Ui& ui, std::chrono::sys_days day);
std::chrono::sys_days today(const Ui& ui);  // here, by this device's clock

}  // namespace twinlamp::ui

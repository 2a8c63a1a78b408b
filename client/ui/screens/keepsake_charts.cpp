#include "client/ui/kit/empty_state.h"
#include "client/ui/kit/time_series.h"
#include "client/ui/screens/keepsake.h"

namespace twinlamp::ui {
namespace {

// A line that can only go up: how many evenings there have been by each of them.
void draw_evenings(Ui& ui, const client::Model& model, std::optional<std::chrono::sys_days>& at) {
  const auto& days = *model.evenings;
  if (days.empty()) return;
  std::vector<ChartPoint> points;
  for (const auto day : days)
    points.push_back({day, float(points.size() + 1), ui.say("tonight.evenings", {{"count", points.size() + 1}})});
  const auto count = std::to_string(days.size());
  Chart chart{.mine = {{}, points}, .low = 0, .high = float(days.size()), .low_label = "0", .high_label = count};
  chart.begun = ui.say("checkin.begun");
  chart.say_day = [&ui](std::chrono::sys_days day) { return said_day(ui, day); };
  time_series(ui, ui.say("keepsake.evenings"), chart, at);
  ui.gap(1.6f);
}

}  // namespace

void draw_keepsake_charts(Ui& ui, const client::Model& model, KeepsakeState& state) {
  if (model.evenings->empty() && model.feelings_facts->mine.empty() && model.feelings_facts->partners.empty()) {
    ui.gap(1);
    empty_state(ui, {Drawing::night, ui.say("keepsake.no_charts")});
    return;
  }
  draw_evenings(ui, model, state.at_evening);
  feelings_chart(ui, model, state.feelings);
  ui.gap(1.6f);
}

}  // namespace twinlamp::ui

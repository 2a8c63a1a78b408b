#include "client/ui/screens/feelings_chart.h"

#include <cmath>
#include <vector>

#include "client/ui/kit/choice.h"
#include "client/ui/kit/time_series.h"

namespace twinlamp::ui {
namespace {

using client::FeelingsSpan;

std::string said_point(const Ui& ui, const client::FeelingsPoint& point, FeelingsSpan span) {
  std::string words;
  for (const auto& word : point.words) words += (words.empty() ? "" : ", ") + word;
  if (span == FeelingsSpan::months) return ui.say("checkin.week", {{"words", words}});
  return ui.say("checkin.day", {{"word", words}, {"strength", std::lround(point.strength)}});
}

std::vector<ChartPoint> chart_points(const Ui& ui, std::span<const client::FeelingDay> days, FeelingsSpan span) {
  std::vector<ChartPoint> out;
  for (const auto& point : client::feelings_points(days, span, today(ui))) out.push_back({point.day, point.strength, said_point(ui, point, span)});
  return out;
}

}  // namespace

std::chrono::sys_days today(const Ui& ui) {
  return std::chrono::floor<std::chrono::days>(ui.wall + std::chrono::minutes(ui.utc_offset_minutes));
}

std::string said_day(const Ui& ui, std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return ui.say("date.day", {{"day", unsigned(date.day())},
                             {"month", ui.words.nth("date.months", unsigned(date.month()) - 1)},
                             {"year", int(date.year())}});
}

void feelings_chart(Ui& ui, const client::Model& model, FeelingsChartState& state) {
  const auto& facts = *model.feelings_facts;
  if (facts.mine.empty() && facts.partners.empty()) return;
  const std::string_view spans[] = {ui.say("checkin.by_day"), ui.say("checkin.by_week")};
  if (chips(ui, spans, state.span)) state.at.reset();
  ui.gap(0.8f);
  const auto span = FeelingsSpan(state.span);
  const auto mine = chart_points(ui, facts.mine, span), partners = chart_points(ui, facts.partners, span);
  const auto& partner = model.partner.name.empty() ? ui.say("partner.bare") : model.partner.name;
  Chart chart{.mine = {ui.say("said.you"), mine}, .partners = {partner, partners}, .low = 1, .high = 5};
  chart.low_label = ui.say("feeling.least"), chart.high_label = ui.say("feeling.most");
  chart.begun = ui.say("checkin.begun");
  chart.say_day = [&](std::chrono::sys_days day) {
    return span == FeelingsSpan::months ? ui.say("checkin.week_of", {{"day", said_day(ui, day)}}) : said_day(ui, day);
  };
  time_series(ui, ui.say("checkin.chart"), chart, state.at);
}

}  // namespace twinlamp::ui

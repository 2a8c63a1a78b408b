#include "client/ui/kit/time_series.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "client/ui/kit/page.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {
namespace {

using Day = std::chrono::sys_days;

// Between two points further apart there is no line: nothing is known of the time between.
constexpr std::chrono::days longest_line{21};

std::vector<Day> days_of(const Chart& chart) {
  std::vector<Day> days;
  for (const auto* line : {&chart.mine, &chart.partners})
    for (const auto& point : line->points) days.push_back(point.day);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

const ChartPoint* point_on(const ChartLine& line, Day day) {
  const auto found =
      std::lower_bound(line.points.begin(), line.points.end(), day, [](const auto& a, Day b) { return a.day < b; });
  return found == line.points.end() || found->day != day ? nullptr : &*found;
}

// Where a day and a value are in the picture.
struct Plot {
  Rect inner;
  Day first, last;
  float low, high;

  ImVec2 at(Day day, float value) const {
    const float along = first == last ? 0.5f : float((day - first).count()) / float((last - first).count());
    const float up = high == low ? 0.5f : std::clamp((value - low) / (high - low), 0.f, 1.f);
    return {inner.x + along * inner.width, inner.bottom() - up * inner.height};
  }
};

// Round for mine, a square on its corner for the partner's.
void draw_mark(Ui& ui, ImVec2 at, float radius, bool mine) {
  auto& list = ui.draw();
  const auto color = ui.color(mine ? ui.theme.colors.mine : ui.theme.colors.partners);
  if (mine) return list.AddCircleFilled(at, radius, color, 20);
  const float r = radius * 1.2f;
  list.AddQuadFilled({at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}, color);
}

void draw_stroke(Ui& ui, ImVec2 a, ImVec2 b, bool mine) {
  const auto color = ui.color(mine ? ui.theme.colors.mine : ui.theme.colors.partners);
  const float thick = std::max(1.6f, ui.em(0.12f));
  if (mine) return ui.draw().AddLine(a, b, color, thick);
  const float length = std::hypot(b.x - a.x, b.y - a.y), dash = ui.em(0.5f);
  for (float from = 0; from < length; from += dash * 1.6f) {
    const float to = std::min(from + dash, length);
    const auto on = [&](float far) {
      return ImVec2{a.x + (b.x - a.x) * far / length, a.y + (b.y - a.y) * far / length};
    };
    ui.draw().AddLine(on(from), on(to), color, thick);
  }
}

void draw_chart_line(Ui& ui, const Plot& plot, const ChartLine& line, bool mine) {
  const auto& points = line.points;
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (points[i].day - points[i - 1].day > longest_line) continue;
    draw_stroke(ui, plot.at(points[i - 1].day, points[i - 1].value), plot.at(points[i].day, points[i].value), mine);
  }
  const float apart = points.size() < 2 ? plot.inner.width : plot.inner.width / float(points.size());
  if (apart < ui.em(0.7f)) return;
  for (const auto& point : points) draw_mark(ui, plot.at(point.day, point.value), ui.em(0.26f), mine);
}

void draw_frame_of(Ui& ui, const Rect& rect, const Plot& plot, const Chart& chart) {
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(ui.theme.radius.control), hair = std::max(1.f, ui.em(0.05f));
  fill(ui, rect, colors.sunken, radius);
  outline(ui, rect, colors.card_edge, radius);
  for (const float part : {0.f, 0.5f, 1.f})
    fill(ui, {rect.x + ui.px(0.8f), plot.inner.y + plot.inner.height * part, rect.width - ui.px(1.6f), hair},
         with_alpha(colors.card_edge, 0.7f), 0);
  const float room = rect.width - ui.px(1.6f);
  put_line(ui, Face::small, colors.ink_faint, rect.x + ui.px(0.8f), rect.y + ui.px(0.35f), chart.high_label, room);
  put_line(ui, Face::small, colors.ink_faint, rect.x + ui.px(0.8f),
           rect.bottom() - line_height(ui, Face::small) - ui.px(0.35f), chart.low_label, room);
}

void draw_days(Ui& ui, const Rect& rect, const Plot& plot, const Chart& chart) {
  const auto line = ui.take(line_height(ui, Face::small) + ui.px(0.3f));
  const auto first = chart.say_day(plot.first), last = chart.say_day(plot.last);
  const auto tone = ui.theme.colors.ink_soft;
  const float y = line.y + ui.px(0.3f), wide = text_width(ui, Face::small, last);
  if (plot.first == plot.last)
    return put_line(ui, Face::small, tone, rect.x + (rect.width - wide) / 2, y, last, rect.width);
  if (wide + text_width(ui, Face::small, first) + ui.px(1) < rect.width)
    put_line(ui, Face::small, tone, rect.x + ui.px(0.8f), y, first);
  put_line(ui, Face::small, tone, rect.right() - ui.px(0.8f) - wide, y, last);
}

// What was said on that day, one line a person; each begins with the mark of its line, and so is the legend too.
std::string draw_told(Ui& ui, const Chart& chart, Day day) {
  auto told = chart.say_day(day);
  prose(ui, told, {.face = Face::strong, .role = ""});
  for (const auto* line : {&chart.mine, &chart.partners}) {
    if (line->name.empty() && line->points.empty()) continue;  // a chart of one line
    const bool mine = line == &chart.mine;
    const auto* point = point_on(*line, day);
    const auto said = (line->name.empty() ? std::string() : std::string(line->name) + ": ") + (point ? point->said : std::string("–"));
    const float tall = line_height(ui, Face::body), indent = ui.px(1.7f);
    draw_stroke(ui, {ui.pen.x, ui.pen.y + tall / 2}, {ui.pen.x + ui.em(1.2f), ui.pen.y + tall / 2}, mine);
    draw_mark(ui, {ui.pen.x + ui.em(0.6f), ui.pen.y + tall / 2}, ui.em(0.26f), mine);
    ui.pen.x += indent, ui.pen.width -= indent;
    prose(ui, said, {.color = point ? ui.theme.colors.ink : ui.theme.colors.ink_soft, .role = ""});
    ui.pen.x -= indent, ui.pen.width += indent;
    told += "; " + said;
  }
  return told;
}

// One point in an empty frame tells less than its words.
void draw_begun(Ui& ui, std::string_view label, const Chart& chart, Day day) {
  const Panel panel(ui, PanelKind::sunken, 1.1f);
  const float above = ui.pen.y;
  const auto told = draw_told(ui, chart, day);
  ui.record("chart", label, {ui.pen.x, above, ui.pen.width, ui.pen.y - above}, told);
  ui.gap(0.4f);
  prose(ui, chart.begun, {.face = Face::italic, .color = ui.theme.colors.ink_soft, .role = "begun"});
}

void step_through(Ui& ui, const std::vector<Day>& days, std::size_t& at) {
  auto& input = ui.input;
  while (input.take(Key::left)) at -= at > 0 ? 1 : 0;
  while (input.take(Key::right)) at += at + 1 < days.size() ? 1 : 0;
  if (input.take(Key::home)) at = 0;
  if (input.take(Key::end)) at = days.size() - 1;
}

std::size_t day_under(const Plot& plot, const std::vector<Day>& days, float x) {
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < days.size(); ++i)
    if (std::abs(plot.at(days[i], 0).x - x) < std::abs(plot.at(days[nearest], 0).x - x)) nearest = i;
  return nearest;
}

}  // namespace

void time_series(Ui& ui, std::string_view label, const Chart& chart, std::optional<Day>& at) {
  const auto top = ui.pen.y;
  prose(ui, label, {.face = Face::strong, .role = "label"});
  ui.gap(0.5f);
  const auto days = days_of(chart);
  if (days.empty()) return ui.record("chart", label, {ui.pen.x, top, ui.pen.width, ui.pen.y - top});
  if (days.size() == 1 && !chart.begun.empty()) return draw_begun(ui, label, chart, days.front());
  const auto rect = ui.take(ui.px(chart.tall));
  const float above = line_height(ui, Face::small) + ui.px(0.8f), side = ui.px(1.4f);
  const Plot plot{{rect.x + side, rect.y + above, rect.width - 2 * side, rect.height - 2 * above},
                  days.front(),
                  days.back(),
                  chart.low,
                  chart.high};
  auto place = at ? std::size_t(std::find(days.begin(), days.end(), *at) - days.begin()) : days.size() - 1;
  place = std::min(place, days.size() - 1);
  const auto id = ImGui::GetID(label.data(), label.data() + label.size());
  const bool focused = ui.takes_keys(id, rect);
  if (focused) {
    const auto before = place;
    step_through(ui, days, place);
    if (place != before) ui.focus().set(id, true);  // and the ring is shown
  }
  const auto it = ui.clickable(label, rect);
  if (it.pressed) ui.focus().set(id, false);
  // A mouse that only lies there leaves the day to the keys.
  const auto moved = ImGui::GetIO().MouseDelta;
  const bool points = it.pressed || it.held || (it.hovered && (moved.x != 0 || moved.y != 0));
  if (points) place = day_under(plot, days, ImGui::GetIO().MousePos.x);
  if (focused || points) at = days[place];
  draw_frame_of(ui, rect, plot, chart);
  const auto looked_at = plot.at(days[place], chart.low);
  fill(ui, {std::round(looked_at.x), rect.y + 1, std::max(1.f, ui.em(0.07f)), rect.height - 2},
       with_alpha(ui.theme.colors.ink_faint, 0.7f), 0);
  draw_chart_line(ui, plot, chart.partners, false);
  draw_chart_line(ui, plot, chart.mine, true);
  for (const auto* line : {&chart.partners, &chart.mine})
    if (const auto* point = point_on(*line, days[place]))
      draw_mark(ui, plot.at(point->day, point->value), ui.em(0.42f), line == &chart.mine);
  if (focused) ui.focus_ring(rect, ui.em(ui.theme.radius.control));
  draw_days(ui, rect, plot, chart);
  ui.gap(0.6f);
  const auto told = draw_told(ui, chart, days[place]);
  ui.record("chart", label, rect, told, true, focused);
}

}  // namespace twinlamp::ui

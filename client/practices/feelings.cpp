#include "client/practices/feelings.h"

#include <algorithm>
#include <map>

namespace twinlamp::client {
namespace {

constexpr std::chrono::days twelve_weeks{84};
constexpr std::size_t most_words = 3;

std::chrono::sys_days monday_of(std::chrono::sys_days day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

struct Week {
  int days = 0, strength = 0;
  std::vector<std::pair<std::string, int>> words;  // in the order in which they came first
};

FeelingsPoint point_of(std::chrono::sys_days monday, Week week) {
  std::stable_sort(week.words.begin(), week.words.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  FeelingsPoint point{monday, float(week.strength) / float(week.days), {}};
  for (std::size_t i = 0; i < std::min(week.words.size(), most_words); ++i) point.words.push_back(week.words[i].first);
  return point;
}

}  // namespace

std::vector<FeelingsPoint> feelings_points(std::span<const FeelingDay> days, FeelingsSpan span, std::chrono::sys_days now) {
  std::vector<FeelingsPoint> points;
  if (span == FeelingsSpan::weeks) {
    for (const auto& each : days)
      if (each.day > now - twelve_weeks) points.push_back({each.day, float(each.strength), {each.word}});
    return points;
  }
  std::map<std::chrono::sys_days, Week> weeks;
  for (const auto& each : days) {
    auto& week = weeks[monday_of(each.day)];
    ++week.days;
    week.strength += each.strength;
    const auto found = std::find_if(week.words.begin(), week.words.end(), [&](const auto& word) { return word.first == each.word; });
    if (found == week.words.end()) week.words.emplace_back(each.word, 1);
    else ++found->second;
  }
  for (auto& [monday, week] : weeks) points.push_back(point_of(monday, std::move(week)));
  return points;
}

}  // namespace twinlamp::client

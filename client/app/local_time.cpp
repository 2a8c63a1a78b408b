#include "client/app/local_time.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace twinlamp::client {
namespace {

struct Local {
  std::chrono::year_month_day date;
  std::chrono::weekday weekday;
  std::chrono::hh_mm_ss<std::chrono::minutes> time;
};

Local local_of(WallTime at, std::chrono::minutes offset) {
  const auto moment = std::chrono::floor<std::chrono::minutes>(at) + offset;
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  return {std::chrono::year_month_day(day), std::chrono::weekday(day), std::chrono::hh_mm_ss(moment - day)};
}

std::string month_of(const Local& local, const Words& words) { return words.nth("date.months", (static_cast<unsigned>(local.date.month()) + 11) % 12); }

std::string time_of(const Local& local) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(local.time.hours().count()), static_cast<int>(local.time.minutes().count()));
  return text.data();
}

}  // namespace

std::chrono::sys_days local_day(WallTime at, std::chrono::minutes offset) {
  return std::chrono::floor<std::chrono::days>(std::chrono::floor<std::chrono::minutes>(at) + offset);
}

std::string local_moment(WallTime at, std::chrono::minutes offset, const Words& words) {
  const auto local = local_of(at, offset);
  return words.say("date.moment", {{"weekday", words.nth("date.weekdays", local.weekday.c_encoding())},
                                   {"day", static_cast<unsigned>(local.date.day())},
                                   {"month", month_of(local, words)},
                                   {"time", time_of(local)}});
}

std::string local_month(WallTime at, std::chrono::minutes offset, const Words& words) {
  const auto local = local_of(at, offset);
  return words.say("date.month", {{"month", words.nth("date.month_names", (static_cast<unsigned>(local.date.month()) + 11) % 12)},
                                  {"year", static_cast<int>(local.date.year())}});
}

std::string local_date(WallTime at, std::chrono::minutes offset, const Words& words) {
  const auto local = local_of(at, offset);
  return words.say("date.day", {{"day", static_cast<unsigned>(local.date.day())},
                                {"month", month_of(local, words)},
                                {"year", static_cast<int>(local.date.year())}});
}

std::chrono::minutes offset_at(WallTime now, std::chrono::minutes said, const std::vector<OffsetShift>& next) {
  auto since = WallTime::min();
  for (const auto& shift : next) {
    if (shift.at > now || shift.at < since) continue;
    since = shift.at;
    said = shift.offset;
  }
  return said;
}

ZoneView zone_view(std::chrono::minutes offset, const std::vector<OffsetShift>& next) {
  ZoneView view{static_cast<int>(offset.count()), {}};
  for (const auto& shift : next) view.changes.push_back({shift.at, static_cast<int>(shift.offset.count())});
  std::sort(view.changes.begin(), view.changes.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return view;
}

std::optional<WallTime> next_change(WallTime now, const std::vector<OffsetShift>& next) {
  std::optional<WallTime> soonest;
  for (const auto& shift : next)
    if (shift.at > now && (!soonest || shift.at < *soonest)) soonest = shift.at;
  return soonest;
}

}  // namespace twinlamp::client

#include "client/practices/zone.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace twinlamp::client {
namespace {

using std::chrono::days;
using std::chrono::minutes;

std::optional<int> number(std::string_view text, std::size_t most_digits) {
  if (text.empty() || text.size() > most_digits) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::chrono::sys_days> read_day(std::string_view typed) {  // 2026-11-28
  const auto first = typed.find('-'), second = typed.find('-', first == typed.npos ? first : first + 1);
  if (first != 4 || second == typed.npos) return std::nullopt;
  const auto year = number(typed.substr(0, first), 4), month = number(typed.substr(first + 1, second - first - 1), 2),
             day = number(typed.substr(second + 1), 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
  if (!date.ok() || *year < 1970) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\n"), last = text.find_last_not_of(" \t\n");
  return from == text.npos ? std::string_view() : text.substr(from, last - from + 1);
}

}  // namespace

int offset_at(const ZoneView& zone, Moment at) {
  int offset = zone.offset_minutes;
  for (const auto& change : zone.changes)
    if (change.at <= at) offset = change.offset_minutes;
  return offset;
}

LocalTime local_time(const ZoneView& zone, Moment at) {
  const auto local = std::chrono::floor<minutes>(at) + minutes(offset_at(zone, at));
  const auto day = std::chrono::floor<days>(local);
  return {day, static_cast<int>((local - day).count())};
}

Moment instant_of(const ZoneView& zone, const LocalTime& local) {
  const Moment shown = Moment(local.day) + minutes(local.minute);
  const auto guess = [&](Moment about) { return shown - minutes(offset_at(zone, about)); };
  const auto early = guess(shown - days(1)), late = guess(shown + days(1));
  for (const auto each : {std::min(early, late), std::max(early, late)})
    if (local_time(zone, each) == local) return each;
  return std::max(early, late);
}

std::string say_time(int minute) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", minute / 60 % 24, minute % 60);
  return text.data();
}

std::string say_day(std::chrono::sys_days day, const Words& words) {
  const std::chrono::year_month_day date(day);
  return words.say("date.weekday_day", {{"weekday", words.nth("date.weekdays", std::chrono::weekday(day).c_encoding())},
                                        {"day", static_cast<unsigned>(date.day())},
                                        {"month", words.nth("date.months", static_cast<unsigned>(date.month()) - 1)}});
}

std::string say_moment(const ZoneView& zone, Moment at, const Words& words) {
  const auto local = local_time(zone, at);
  const std::chrono::year_month_day date(local.day);
  return words.say("date.moment", {{"weekday", words.nth("date.weekdays", std::chrono::weekday(local.day).c_encoding())},
                                   {"day", static_cast<unsigned>(date.day())},
                                   {"month", words.nth("date.months", static_cast<unsigned>(date.month()) - 1)},
                                   {"time", say_time(local.minute)}});
}

std::optional<int> read_time(std::string_view typed) {
  const auto text = trimmed(typed);
  const auto colon = text.find(':');
  const auto hour = number(text.substr(0, colon), 2);
  const auto minute = colon == text.npos ? std::optional<int>(0) : text.size() == colon + 3 ? number(text.substr(colon + 1), 2) : std::nullopt;
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

std::optional<Moment> read_moment(std::string_view typed, const ZoneView& zone, Moment now, std::optional<int> minute) {
  const auto text = trimmed(typed);
  const auto space = text.find_first_of(" T");
  if (const auto day = read_day(text.substr(0, space))) {
    const auto time = space == text.npos ? minute : read_time(text.substr(space + 1));
    return time ? std::optional(instant_of(zone, {*day, *time})) : std::nullopt;
  }
  const auto time = read_time(text);
  if (!time || text.find(':') == text.npos) return std::nullopt;
  const auto today = local_time(zone, now).day;
  for (const auto day : {today, today + days(1), today + days(2)})
    if (const auto at = instant_of(zone, {day, *time}); at > now) return at;
  return std::nullopt;
}

int days_until(const ZoneView& zone, Moment now, Moment at) {
  return static_cast<int>((local_time(zone, at).day - local_time(zone, now).day).count());
}

}  // namespace twinlamp::client

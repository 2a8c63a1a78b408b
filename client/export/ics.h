// What both look forward to, as a file that a calendar reads: iCalendar, RFC 5545.
//
// Moments are in UTC, so that the file means the same wherever it is read; a day without a time is a date. Lines end with CR LF and are folded at
// 75 octets without cutting a character; texts are escaped, and control characters left out. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace twinlamp::client {

struct CalendarEvent {
  std::string uid;    // the same for the same event, so that a newer file takes an older one's place
  std::string title;  // any text
  std::string about;  // may be empty
  std::chrono::sys_seconds starts{};
  std::chrono::minutes length{};
  std::optional<std::chrono::sys_days> whole_day;         // instead of the two before
  std::optional<std::chrono::minutes> reminder;           // so long before
};

std::string to_ics(const std::vector<CalendarEvent>& events, std::chrono::sys_seconds written_at);

}  // namespace twinlamp::client

// Writes a calendar to standard output, for calendar_test.py.
#include <iostream>

#include "client/export/ics.h"

int main() {
  using namespace std::chrono;
  const auto day = sys_days(year(2026) / 11 / 28);
  twinlamp::client::CalendarEvent date;
  date.uid = "0011@twinlamp";
  date.title = "Soup, in both kitchens; “live” \\ 海で待つ, and a title that goes on for so long that it has to be folded twice 🕯🕯🕯 before it ends";
  date.about = "First line\nSecond, with a comma; and more";
  date.starts = day + hours(19) + minutes(30);
  date.length = minutes(90);
  date.reminder = minutes(15);
  twinlamp::client::CalendarEvent visit;
  visit.uid = "0022@twinlamp";
  visit.title = "We see each other";
  visit.whole_day = sys_days(year(2026) / 12 / 19);
  std::cout << twinlamp::client::to_ics({date, visit}, day - hours(40));
}

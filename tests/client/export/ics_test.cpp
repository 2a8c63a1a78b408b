#include "client/export/ics.h"

#include <gtest/gtest.h>

#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

using std::chrono::minutes;

const auto written = std::chrono::sys_days(std::chrono::year(2026) / 11 / 26) + std::chrono::hours(3) + minutes(15);

CalendarEvent soup() {
  CalendarEvent event;
  event.uid = "0011@twinlamp";
  event.title = "Soup, in both kitchens; yes";
  event.starts = std::chrono::sys_days(std::chrono::year(2026) / 11 / 28) + std::chrono::hours(19) + minutes(30);
  event.length = minutes(90);
  return event;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    if (end == std::string::npos) break;
    lines.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}
bool has(const std::vector<std::string>& lines, const std::string& line) { return std::find(lines.begin(), lines.end(), line) != lines.end(); }

TEST(Ics, SaysTheMomentInUtcAndTheTextEscaped) {
  const auto lines = lines_of(to_ics({soup()}, written));
  EXPECT_EQ(lines.front(), "BEGIN:VCALENDAR");
  EXPECT_EQ(lines.back(), "END:VCALENDAR");
  for (const auto* line : {"VERSION:2.0", "UID:0011@twinlamp", "DTSTAMP:20261126T031500Z", "DTSTART:20261128T193000Z", "DTEND:20261128T210000Z",
                           "SUMMARY:Soup\\, in both kitchens\\; yes"})
    EXPECT_TRUE(has(lines, line)) << line;
}

TEST(Ics, ADayWithoutATimeIsADate) {
  auto event = soup();
  event.whole_day = std::chrono::sys_days(std::chrono::year(2026) / 12 / 19);
  const auto lines = lines_of(to_ics({event}, written));
  EXPECT_TRUE(has(lines, "DTSTART;VALUE=DATE:20261219"));
  EXPECT_FALSE(has(lines, "DTSTART:20261128T193000Z"));
}

TEST(Ics, AReminderIsAnAlarmBeforeIt) {
  auto event = soup();
  event.reminder = minutes(15);
  const auto lines = lines_of(to_ics({event}, written));
  EXPECT_TRUE(has(lines, "TRIGGER:-PT15M"));
  EXPECT_FALSE(has(lines_of(to_ics({soup()}, written)), "BEGIN:VALARM"));
}

TEST(Ics, NoLineIsLongerThanItsBoundAndNoCharacterIsCut) {
  for (std::size_t size = 0; size < 300; ++size) {
    auto event = soup();
    event.title.clear();
    for (std::size_t i = 0; i < size; ++i) event.title += i % 3 == 0 ? "é" : i % 3 == 1 ? "海" : "🕯";
    std::string whole;
    for (const auto& line : lines_of(to_ics({event}, written))) {
      ASSERT_LE(line.size(), 75u);
      ASSERT_TRUE(is_utf8(line)) << line;
      whole += line.starts_with(' ') ? line.substr(1) : "\n" + line;
    }
    ASSERT_NE(whole.find("\nSUMMARY:" + event.title + "\n"), std::string::npos);
  }
}

TEST(Ics, NoTextOfAPersonBecomesALineOfItsOwn) {
  auto event = soup();
  event.title = "x\r\nATTACH:file:///etc/passwd\r\nEND:VEVENT";
  event.about = "a\nb\x01\x7f\tc\\n";
  const auto lines = lines_of(to_ics({event}, written));
  EXPECT_TRUE(has(lines, "SUMMARY:x\\nATTACH:file:///etc/passwd\\nEND:VEVENT"));
  EXPECT_TRUE(has(lines, "DESCRIPTION:a\\nb c\\\\n"));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "END:VEVENT"), 1);
}

}  // namespace
}  // namespace twinlamp::client

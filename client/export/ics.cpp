#include "client/export/ics.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace twinlamp::client {
namespace {

constexpr std::size_t most_octets = 75;

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// RFC 5545, 3.1: a longer line goes on after CRLF and a space.
void put_line(std::string& out, std::string_view line) {
  std::size_t room = most_octets;
  while (line.size() > room) {
    auto cut = room;
    while (cut > 0 && continues_a_character(line[cut])) --cut;
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = most_octets - 1;  // the space counts
  }
  out.append(line).append("\r\n");
}

// 3.3.11
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      out += c;
    } else if (c == '\t') {
      out += ' ';
    }
  }
  return out;
}

std::string date_of(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d%02u%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text.data();
}

std::string moment_of(std::chrono::sys_seconds at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time(at - day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d%02d%02dZ", static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return date_of(day) + text.data();
}

void put_alarm(std::string& out, const CalendarEvent& event) {
  put_line(out, "BEGIN:VALARM");
  put_line(out, "ACTION:DISPLAY");
  put_line(out, "DESCRIPTION:" + escaped(event.title));
  put_line(out, "TRIGGER:-PT" + std::to_string(event.reminder->count()) + "M");
  put_line(out, "END:VALARM");
}

void put_event(std::string& out, const CalendarEvent& event, std::chrono::sys_seconds written_at) {
  put_line(out, "BEGIN:VEVENT");
  put_line(out, "UID:" + escaped(event.uid));
  put_line(out, "DTSTAMP:" + moment_of(written_at));
  if (event.whole_day) {
    put_line(out, "DTSTART;VALUE=DATE:" + date_of(*event.whole_day));
    put_line(out, "TRANSP:TRANSPARENT");
  } else {
    put_line(out, "DTSTART:" + moment_of(event.starts));
    put_line(out, "DTEND:" + moment_of(event.starts + event.length));
  }
  put_line(out, "SUMMARY:" + escaped(event.title));
  if (!event.about.empty()) put_line(out, "DESCRIPTION:" + escaped(event.about));
  put_line(out, "CLASS:PRIVATE");
  if (event.reminder) put_alarm(out, event);
  put_line(out, "END:VEVENT");
}

}  // namespace

std::string to_ics(const std::vector<CalendarEvent>& events, std::chrono::sys_seconds written_at) {
  std::string out;
  put_line(out, "BEGIN:VCALENDAR");
  put_line(out, "VERSION:2.0");
  put_line(out, "PRODID:-//Twinlamp//Twinlamp//EN");
  put_line(out, "CALSCALE:GREGORIAN");
  for (const auto& event : events) put_event(out, event, written_at);
  put_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace twinlamp::client

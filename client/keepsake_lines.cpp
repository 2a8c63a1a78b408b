#include "client/keepsake_lines.h"

namespace twinlamp::client {

bool is_memory_of(std::chrono::sys_days day, std::chrono::sys_days now) {
  return day < now && std::chrono::year_month_day(day).day() == std::chrono::year_month_day(now).day();
}

std::vector<Keepsake::Line> chosen_lines(const Keepsake& keepsake, const KeepsakeChoice& choice) {
  std::vector<Keepsake::Line> lines;
  for (const auto& line : keepsake.lines()) {
    const bool is_of_practice = choice.practice == line->practice;
    if (line->is_apart && !(choice.shows_apart && is_of_practice)) continue;
    if (choice.practice != 0 && !is_of_practice) continue;
    if (choice.memories_of && !(line->answered && is_memory_of(line->day, *choice.memories_of))) continue;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace twinlamp::client

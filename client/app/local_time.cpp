#include "client/app/local_time.h"

#include <array>
#include <cstdio>

namespace twinlamp::client {
namespace {

constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

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

const char* month_of(const Local& local) { return months[(static_cast<unsigned>(local.date.month()) + 11) % 12]; }

}  // namespace

std::string local_moment(WallTime at, std::chrono::minutes offset) {
  const auto local = local_of(at, offset);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s %u %s, %02d:%02d", weekdays[local.weekday.c_encoding()], static_cast<unsigned>(local.date.day()),
                month_of(local), static_cast<int>(local.time.hours().count()), static_cast<int>(local.time.minutes().count()));
  return text.data();
}

std::string local_date(WallTime at, std::chrono::minutes offset) {
  const auto local = local_of(at, offset);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%u %s %d", static_cast<unsigned>(local.date.day()), month_of(local), static_cast<int>(local.date.year()));
  return text.data();
}

}  // namespace twinlamp::client

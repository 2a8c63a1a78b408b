#include "client/app/clock.h"

#include <ctime>
#include <mutex>

namespace twinlamp::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

milliseconds read(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + milliseconds(time.tv_nsec / 1'000'000);
}

}  // namespace

Now SystemClock::now() const {
  const auto mono = std::chrono::steady_clock::now().time_since_epoch();
  return {MonoTime(std::chrono::duration_cast<Monotonic::duration>(mono)),
          std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now())};
}

minutes SystemClock::utc_offset(WallTime at) const {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  std::tm local{};
  if (localtime_r(&seconds, &local) == nullptr) return {};
  return minutes(local.tm_gmtoff / 60);
}

std::vector<OffsetShift> SystemClock::next_shifts(WallTime from) const {
  static std::mutex one_at_a_time;  // glibc locks here too, where a thread sanitizer cannot see it
  const std::lock_guard guard(one_at_a_time);
  ::tzset();
  std::vector<OffsetShift> shifts;
  auto known = utc_offset(from);
  for (auto day = from; day < from + std::chrono::days(366) && shifts.size() < 2; day += std::chrono::days(1)) {
    auto before = day, after = day + std::chrono::days(1);
    if (utc_offset(after) == known) continue;
    while (after - before > std::chrono::minutes(1)) {
      const auto middle = before + (after - before) / 2;
      (utc_offset(middle) == known ? before : after) = middle;
    }
    known = utc_offset(after);
    shifts.push_back({std::chrono::floor<minutes>(after), known});
  }
  return shifts;
}

milliseconds SystemClock::slept() const { return read(CLOCK_BOOTTIME) - read(CLOCK_MONOTONIC); }

std::chrono::steady_clock::time_point to_steady(MonoTime time) {
  return std::chrono::steady_clock::time_point(std::chrono::duration_cast<std::chrono::steady_clock::duration>(time.time_since_epoch()));
}

}  // namespace twinlamp::client

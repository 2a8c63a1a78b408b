// The clocks of one of the two: what is local to them, now and over the next changes. Plain values for both faces.
//
// Only offsets, never a place: it is all that the partner's device tells. Beyond the second change ahead the last known offset is taken.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "client/content/words.h"
#include "client/practices/acts.h"

namespace twinlamp::client {

struct ZoneView {
  struct Change {
    Moment at{};
    int offset_minutes = 0;
  };
  int offset_minutes = 0;       // before the first of the changes
  std::vector<Change> changes;  // by time
};

struct LocalTime {
  std::chrono::sys_days day{};
  int minute = 0;  // of that day
  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

int offset_at(const ZoneView& zone, Moment at);
LocalTime local_time(const ZoneView& zone, Moment at);
// When those clocks show it: the earlier of two, and where they skip it, as if they had not.
Moment instant_of(const ZoneView& zone, const LocalTime& local);

// "Sat 28 Nov, 20:30", "Sat 28 Nov", "20:30".
std::string say_moment(const ZoneView& zone, Moment at, const Words& words);
std::string say_day(std::chrono::sys_days day, const Words& words);
std::string say_time(int minute);

// As typed: "2026-11-28 20:30", or "20:30" for the next time that those clocks show it; "2026-11-28" alone where `minute` says when a day is meant.
std::optional<Moment> read_moment(std::string_view typed, const ZoneView& zone, Moment now, std::optional<int> minute = std::nullopt);
std::optional<int> read_time(std::string_view typed);  // "20:30", "9:05", "20"

// Days from one local day to another's, by one person's calendar: 0 is the same day.
int days_until(const ZoneView& zone, Moment now, Moment at);

}  // namespace twinlamp::client

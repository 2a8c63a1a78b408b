// Dates as both faces see them, and as a calendar does: pure functions of the state of the pair and the content.
#pragma once

#include "client/app/wording.h"
#include "client/export/ics.h"
#include "client/practices/dates.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

struct DatesFacts {
  const PairState& state;
  Slot me = 0;
  WallTime now{};
  const Wording& wording;
  const GiftsView& gifts;
};
DatesView make_dates_view(const DatesFacts& facts);

// The agreed date and the visit, where they are still to come.
std::vector<CalendarEvent> calendar_of(const DatesView& dates, WallTime now, const std::string& partner, const Wording& wording);

}  // namespace twinlamp::client

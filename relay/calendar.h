// Calendar: the relay's own time, by which what waits grows old. It goes on while the relay runs, a machine that sleeps
// meanwhile included, and at a start by what the machine's clock says has passed since the last run, where that can be believed.
//
// The machine's clock may be set back, jump by years (a machine without a battery starts in the past and is then set right),
// or be wrong for months: what it shows counts for nothing, only by how much it has gone on from one run to the next, and
// only up to sixty days. So a relay that runs for an hour each evening knows of the days between, and no clock makes it
// forget what came yesterday. The machine's date is read as such once in a relay's life, for its first day.
// Values only; both times are kept with the data, to the minute (store::KeepAge).
#pragma once

#include "protocol/base/time.h"
#include "protocol/room/store_ops.h"

namespace twinlamp::relay {

class Calendar {
public:
  static constexpr std::chrono::days believed{60};

  // `kept`: what was kept last; zeros = a relay's first start, or the machine's time is not known from then.
  // `since_boot`, here and below: of a clock that goes on while the machine sleeps.
  Calendar(const store::Age& kept, WallTime machine, MonoTime since_boot)
      : start_(kept.calendar.count() > 0 ? WallTime(kept.calendar) + gone_since(kept, machine) : machine),
        started_(since_boot) {}

  WallTime at(MonoTime since_boot) const {
    return start_ + std::chrono::duration_cast<std::chrono::milliseconds>(since_boot - started_);
  }

private:
  static std::chrono::milliseconds gone_since(const store::Age& kept, WallTime machine) {
    const std::chrono::milliseconds gone = machine - WallTime(kept.machine);
    const bool plausible = kept.machine.count() > 0 && gone.count() > 0 && gone <= believed;
    return plausible ? gone : std::chrono::milliseconds{0};
  }

  WallTime start_;
  MonoTime started_;
};

}  // namespace twinlamp::relay

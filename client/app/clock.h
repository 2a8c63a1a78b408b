// Where the app's time comes from: injected, so that tests can be at any moment and in any place.
#pragma once

#include <chrono>
#include <vector>

#include "protocol/base/time.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

class Clock {
public:
  virtual ~Clock() = default;
  virtual Now now() const = 0;
  virtual std::chrono::minutes utc_offset(WallTime at) const = 0;
  // At most 2, in the coming year. Looks whether the machine has another zone by now, which utc_offset() alone does not.
  virtual std::vector<OffsetShift> next_shifts(WallTime from) const = 0;
  virtual std::chrono::milliseconds slept() const = 0;                    // how long this machine was suspended since its start
};

// The system's clocks and zone. now().mono is std::chrono::steady_clock's, as the Loop's is.
class SystemClock : public Clock {
public:
  Now now() const override;
  std::chrono::minutes utc_offset(WallTime at) const override;
  std::vector<OffsetShift> next_shifts(WallTime from) const override;
  std::chrono::milliseconds slept() const override;
};

std::chrono::steady_clock::time_point to_steady(MonoTime time);

}  // namespace twinlamp::client

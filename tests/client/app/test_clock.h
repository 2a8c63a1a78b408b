// The system's clocks, from which a test can take a step away: time that has passed, a laptop that has slept. Any thread.
#pragma once

#include <atomic>

#include "client/app/clock.h"
#include "client/app/local_time.h"

namespace twinlamp::client::test {

class TestClock : public SystemClock {
public:
  void pass(std::chrono::milliseconds time) { passed_ += time.count(); }
  // The steady clock stands still meanwhile, as the kernel's does.
  void sleep(std::chrono::milliseconds time) { slept_ += time.count(); }

  Now now() const override {
    const auto now = SystemClock::now();
    const std::chrono::milliseconds passed(passed_), slept(slept_);
    return {now.mono + passed, now.wall + passed + slept};
  }
  std::chrono::milliseconds slept() const override { return SystemClock::slept() + std::chrono::milliseconds(slept_); }

  // Another zone than the machine's; before anybody looks.
  void live_in(std::chrono::minutes offset, std::vector<OffsetShift> shifts) { zone_ = {offset, std::move(shifts)}; }
  std::chrono::minutes utc_offset(WallTime at) const override { return zone_ ? offset_at(at, zone_->first, zone_->second) : SystemClock::utc_offset(at); }
  std::vector<OffsetShift> next_shifts(WallTime from) const override {
    if (!zone_) return SystemClock::next_shifts(from);
    auto shifts = zone_->second;
    std::erase_if(shifts, [from](const OffsetShift& shift) { return shift.at <= from; });
    return shifts;
  }

private:
  std::atomic<std::int64_t> passed_ = 0, slept_ = 0;
  std::optional<std::pair<std::chrono::minutes, std::vector<OffsetShift>>> zone_;
};

}  // namespace twinlamp::client::test

// The system's clocks, from which a test can take a step away: time that has passed, a laptop that has slept. Any thread.
#pragma once

#include <atomic>

#include "client/app/clock.h"

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

private:
  std::atomic<std::int64_t> passed_ = 0, slept_ = 0;
};

}  // namespace twinlamp::client::test

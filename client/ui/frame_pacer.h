// When to draw: only when something changed, and how long to sleep otherwise. Pure: time comes in.
//
// After each event a few settle frames are drawn, since what a frame changed may move things in the next. While
// something moves, 60 frames a second; otherwise not before the time somebody asked for (a clock that shows minutes, a
// draft to be saved).
#pragma once

#include <algorithm>
#include <chrono>

namespace twinlamp::ui {

class FramePacer {
public:
  using Clock = std::chrono::steady_clock;
  static constexpr int settle_frames = 3;
  static constexpr std::chrono::microseconds frame{16'667};
  static constexpr std::chrono::seconds longest_sleep{60};

  void handle_event() { settle_ = settle_frames; }

  // While drawing: something moves; or draw again at `time`.
  void animate() { moving_ = true; }
  void wake_at(Clock::time_point time) { wake_ = std::min(wake_, time); }

  void begin_frame(Clock::time_point now) {
    drawn_ = now;
    settle_ = std::max(0, settle_ - 1);
    moving_ = false;
    wake_ = now + longest_sleep;
  }

  // When the next frame is due; not later than that, and at once when it has passed.
  Clock::time_point next_frame() const {
    if (settle_ > 0 || moving_) return drawn_ + frame;
    return std::max(wake_, drawn_ + frame);
  }
  bool is_due(Clock::time_point now) const { return now >= next_frame(); }

private:
  int settle_ = settle_frames;
  bool moving_ = false;
  Clock::time_point drawn_{};
  Clock::time_point wake_{};
};

}  // namespace twinlamp::ui

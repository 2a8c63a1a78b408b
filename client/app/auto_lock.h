// When a profile with a passphrase locks by itself: after so long without a stir of the person, or once the laptop has slept.
//
// Sans-IO: times come in. A machine that slept has a steady clock that stood still, so that is asked apart, and it counts whatever the
// person chose: a closed lid is a goodbye. Single-threaded.
#pragma once

#include <chrono>
#include <optional>

#include "protocol/base/time.h"

namespace twinlamp::client {

class AutoLock {
public:
  using Span = std::chrono::milliseconds;
  static constexpr Span look{2'000};         // how long a sleep may go unnoticed after it
  static constexpr Span short_sleep{2'000};  // less than that between the two clocks is none

  // Begins to watch, or goes on with another patience. 0: never by time alone. `slept`: since the machine's start.
  void watch(std::chrono::minutes patience, MonoTime now, Span slept);
  void stop();

  void handle_stir(MonoTime now);  // too late once it is due
  bool is_due(MonoTime now, Span slept) const;
  std::optional<Span> next_look(MonoTime now) const;  // from now; none when nothing is watched

private:
  std::chrono::minutes patience_{};
  std::optional<MonoTime> last_stir_;
  Span slept_{};
};

}  // namespace twinlamp::client

// How long to wait before the next try: exponential, with full jitter, so that a relay that comes back is not met by
// everyone at once.
//
// Sans-IO: time and randomness come in. A connection that was healthy for a minute starts again from the beginning.
#pragma once

#include <chrono>
#include <optional>

#include "protocol/base/random.h"
#include "protocol/base/time.h"

namespace twinlamp::client {

struct BackoffRange {
  std::chrono::milliseconds first{250};
  std::chrono::milliseconds longest{30'000};
  std::chrono::milliseconds healthy{60'000};  // a connection this old counts as a success
};

class Backoff {
public:
  explicit Backoff(Random& random, BackoffRange range = {}) : random_(&random), range_(range) {}

  void handle_up(MonoTime now) { up_since_ = now; }
  // The delay before the next try: uniform in (0, ceiling], the ceiling doubling from `first` to `longest`.
  // `at_least` is what the relay asked for; it is kept, and the jitter comes on top.
  std::chrono::milliseconds handle_down(MonoTime now, std::chrono::milliseconds at_least = {});
  void handle_poke() { ceiling_ = range_.first; }  // the person or the network says: now
  void slow_down() { ceiling_ = range_.longest; }  // a fault that hurry cannot mend

private:
  Random* random_;
  BackoffRange range_;
  std::chrono::milliseconds ceiling_ = range_.first;
  std::optional<MonoTime> up_since_;
};

}  // namespace twinlamp::client

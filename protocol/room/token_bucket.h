// A rate with a burst: tokens come back with time, up to the burst.
#pragma once

#include <algorithm>

#include "protocol/base/time.h"

namespace twinlamp {

class TokenBucket {
public:
  TokenBucket(std::uint32_t per_second, std::uint32_t burst) : per_second_(per_second), burst_(burst), tokens_(burst) {}

  // False = none left; nothing is taken.
  bool take(MonoTime now) {
    refill(now);
    if (tokens_ < 1.0) return false;
    tokens_ -= 1.0;
    return true;
  }

private:
  void refill(MonoTime now) {
    if (now > last_) tokens_ += std::chrono::duration<double>(now - last_).count() * per_second_;
    tokens_ = std::min(tokens_, burst_);
    last_ = std::max(last_, now);
  }

  double per_second_;
  double burst_;
  double tokens_;
  MonoTime last_{};
};

}  // namespace twinlamp

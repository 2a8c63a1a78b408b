#include "client/link/backoff.h"

#include <algorithm>

namespace twinlamp::client {

std::chrono::milliseconds Backoff::handle_down(MonoTime now, std::chrono::milliseconds at_least) {
  if (up_since_ && now - *up_since_ >= range_.healthy) ceiling_ = range_.first;
  up_since_.reset();
  const auto jitter = 1 + random_->below(static_cast<std::uint64_t>(ceiling_.count()));
  ceiling_ = std::min(ceiling_ * 2, range_.longest);
  return at_least + std::chrono::milliseconds(jitter);
}

}  // namespace twinlamp::client

#include "client/app/believed_clock.h"

namespace twinlamp::client {
namespace {

using std::chrono::milliseconds;

}  // namespace

WallTime BelievedClock::at(Now now, milliseconds slept) {
  const auto steady = std::chrono::duration_cast<milliseconds>(now.mono.time_since_epoch()) + slept;
  const auto ahead = now.wall.time_since_epoch() - steady;
  if (!ahead_ || ahead - *ahead_ <= drift) {
    doubted_.reset();
    ahead_ = ahead;
    return now.wall;
  }
  if (!doubted_ || ahead - *doubted_ > drift || *doubted_ - ahead > drift) {
    doubted_ = ahead;
    doubted_since_ = now.mono;
  }
  if (now.mono - doubted_since_ < doubt) return WallTime(*ahead_ + steady);
  doubted_.reset();
  ahead_ = ahead;
  return now.wall;
}

}  // namespace twinlamp::client

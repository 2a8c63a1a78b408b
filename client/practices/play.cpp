#include "client/practices/play.h"

namespace twinlamp::client {

using std::chrono::steady_clock;

std::optional<PairOnShow> pair_on_show(steady_clock::time_point begins_at, steady_clock::time_point now) {
  if (now < begins_at || now >= end_of_game(begins_at)) return std::nullopt;
  const auto since = now - begins_at;
  const auto place = static_cast<std::size_t>(since / pair_time);
  const auto left = pair_time - since % pair_time;
  return PairOnShow{place, std::chrono::duration<float>(left) / std::chrono::duration<float>(pair_time)};
}

steady_clock::time_point end_of_game(steady_clock::time_point begins_at) {
  return begins_at + pair_time * static_cast<int>(card_limits::pairs);
}

}  // namespace twinlamp::client

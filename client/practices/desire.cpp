#include "client/practices/desire.h"

#include <algorithm>

#include "client/model.h"

namespace twinlamp::client {

// In thirds of the scale; half of it between the two is far, whatever the ends are.
PairReading read_pair(int one, int other, int steps) {
  const int range = std::max(steps - 1, 1), low = std::min(one, other) - 1, high = std::max(one, other) - 1;
  if (2 * (high - low) > range) return PairReading::far_apart;
  if (3 * high <= range) return PairReading::both_low;
  if (3 * low <= range) return PairReading::one_low;
  return 3 * low >= 2 * range ? PairReading::both_high : PairReading::between;
}

bool is_check_in(std::string_view card) { return card.starts_with("desire.check-in-"); }

std::optional<PairReading> reading_of(const RoundView& round) {
  if (!is_check_in(round.card.id) || !round.mine || !round.partners) return std::nullopt;
  const auto* mine = std::get_if<ScaleAnswer>(&round.mine->answer);
  const auto* partners = std::get_if<ScaleAnswer>(&round.partners->answer);
  if (mine == nullptr || partners == nullptr || round.card.steps < 2) return std::nullopt;
  return read_pair(mine->value, partners->value, round.card.steps);
}

}  // namespace twinlamp::client

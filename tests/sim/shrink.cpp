#include "tests/sim/shrink.h"

namespace twinlamp::sim {
namespace {

// All that are one step smaller, the greatest steps first.
std::vector<Attack> smaller_ones(const Attack& attack) {
  std::vector<Attack> out;
  const auto add = [&](auto&& change) {
    auto other = attack;
    change(other);
    if (other != attack) out.push_back(std::move(other));
  };
  if (attack.strikes.size() > 2) {
    add([](Attack& a) { a.strikes.resize(a.strikes.size() / 2); });
    add([](Attack& a) { a.strikes.erase(a.strikes.begin(), a.strikes.begin() + static_cast<std::ptrdiff_t>(a.strikes.size() / 2)); });
  }
  for (std::size_t at = 0; at < attack.strikes.size(); ++at)
    add([at](Attack& a) { a.strikes.erase(a.strikes.begin() + static_cast<std::ptrdiff_t>(at)); });
  add([](Attack& a) { a.crashes = 0; });
  add([](Attack& a) { a.rounds = 1; });
  return out;
}

}  // namespace

Attack shrink(Attack attack, const std::function<bool(const Attack&)>& fails, int tries) {
  for (bool again = true; again;) {
    again = false;
    for (const auto& smaller : smaller_ones(attack)) {
      if (tries-- <= 0) return attack;
      if (!fails(smaller)) continue;
      attack = smaller;
      again = true;
      break;
    }
  }
  return attack;
}

}  // namespace twinlamp::sim

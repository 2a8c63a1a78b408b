#include "tests/sim/shrink.h"

#include <algorithm>

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

// Without a half of them, a quarter, and so on down to one.
std::vector<FaultNumbers> smaller_ones(const FaultNumbers& faults) {
  std::vector<FaultNumbers> out;
  const auto place = [&faults](std::size_t at) { return faults.begin() + static_cast<std::ptrdiff_t>(std::min(at, faults.size())); };
  for (auto piece = (faults.size() + 1) / 2; piece > 0; piece = piece == 1 ? 0 : (piece + 1) / 2)
    for (std::size_t at = 0; at < faults.size(); at += piece) {
      auto rest = FaultNumbers(faults.begin(), place(at));
      rest.insert(rest.end(), place(at + piece), faults.end());
      out.push_back(std::move(rest));
    }
  return out;
}

template <class Value>
Value shrink_step_by_step(Value value, const std::function<bool(const Value&)>& fails, int tries) {
  for (bool again = true; again;) {
    again = false;
    for (auto& smaller : smaller_ones(value)) {
      if (tries-- <= 0) return value;
      if (!fails(smaller)) continue;
      value = std::move(smaller);
      again = true;
      break;
    }
  }
  return value;
}

}  // namespace

Attack shrink(Attack attack, const std::function<bool(const Attack&)>& fails, int tries) {
  return shrink_step_by_step(std::move(attack), fails, tries);
}

FaultNumbers shrink(FaultNumbers faults, const std::function<bool(const FaultNumbers&)>& fails, int tries) {
  return shrink_step_by_step(std::move(faults), fails, tries);
}

}  // namespace twinlamp::sim

// Chance by seed.
#pragma once

#include <cmath>

#include "protocol/base/random.h"

namespace twinlamp::bench::soak {

class Dice {
public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  bool once_in(std::uint64_t times) { return below(times) == 0; }
  double between(double from, double to) { return from + (to - from) * part(); }
  double around(double mean) { return -mean * std::log(1 - part()); }  // waiting times
  Random& random() { return random_; }

private:
  double part() { return static_cast<double>(below(1 << 24)) / (1 << 24); }
  SeededRandom random_;
};

}  // namespace twinlamp::bench::soak

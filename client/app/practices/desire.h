// Makes DesireView of the pair's state. Pure.
#pragma once

#include "client/app/wording.h"
#include "client/practices/desire.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

inline constexpr std::uint8_t desire_practice = 4;  // product.md's row

// What this device alone knows.
struct DesireGate {
  bool wanted = false, has_lock = false, is_open = false, was_wrong = false;
};

DesireView make_desire(const PairState& state, Slot me, const Wording& wording, const DesireGate& gate);

// A scale of the satisfaction check-in.
bool is_check_in(const Card& card);

}  // namespace twinlamp::client

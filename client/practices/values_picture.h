// From two sorted piles of values to what they show together. Pure.
#pragma once

#include <optional>

#include "client/model.h"

namespace twinlamp::client {

// Nothing where the two did not both sort the card's values.
std::optional<ValuesPicture> values_picture(const RoundView& round);

}  // namespace twinlamp::client

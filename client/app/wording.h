// What turns facts into words for this person: the cards in their language, and their local time. Outlives what is built with it.
#pragma once

#include <chrono>
#include <functional>

#include "client/content/catalogue.h"
#include "client/model.h"
#include "protocol/base/time.h"
#include "protocol/round/tonight.h"

namespace twinlamp::client {

struct Wording {
  const Catalogue& catalogue;
  std::function<std::chrono::minutes(WallTime)> utc_offset;  // thread-safe
};

CardView card_view(const Catalogue& catalogue, const Card& card);
CardFacts facts_of(const Card& card);

// The card of a round in my language; where this device does not have it, what the opener's device said of it.
Card card_of(const Catalogue& catalogue, const twinlamp::Round& round);

}  // namespace twinlamp::client

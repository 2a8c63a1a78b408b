// What turns facts into words for this person: cards and sentences in their language, and their local time. Never changes: another
// language is another Wording.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "client/content/catalogue.h"
#include "client/content/words.h"
#include "client/model.h"
#include "protocol/base/time.h"
#include "protocol/round/tonight.h"

namespace twinlamp::client {

struct Wording {
  Catalogue catalogue;
  std::function<std::chrono::minutes(WallTime)> utc_offset;  // thread-safe
  Words words;
};
using WordingRef = std::shared_ptr<const Wording>;

CardView card_view(const Catalogue& catalogue, const Card& card);
CardFacts facts_of(const Card& card);

// The card of a round in my language; where this device does not have it, what the opener's device said of it.
Card card_of(const Catalogue& catalogue, const twinlamp::Round& round);
// The practice that a round belongs to: its card's, as this device knows it. A round's own word counts only where the card is not known here, so that
// a partner's client can neither slip a card of Desire past its door nor hide another one behind it.
std::uint8_t practice_of(const Catalogue& catalogue, const twinlamp::Round& round);

}  // namespace twinlamp::client

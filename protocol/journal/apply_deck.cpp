// A person's own cards, shared. What is in them is the client's to read; here they are texts with bounds.
#include <algorithm>

#include "protocol/journal/apply.h"

namespace twinlamp {
namespace {

bool is_slug_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

bool is_sound(const wire::SharedDeck& body) {
  const auto& name = body.name();
  return !name.empty() && name.size() <= round_limits::deck_name && std::all_of(name.begin(), name.end(), is_slug_letter) &&
         body.text().size() <= round_limits::deck_text && (body.removed() || !body.text().empty());
}

}  // namespace

void apply_deck(const Applied& applied, const wire::SharedDeck& body) {
  if (!is_sound(body)) return applied.report(AnomalyKind::malformed_body);
  auto& decks = applied.state.decks;
  const auto of_author = std::count_if(decks.begin(), decks.end(), [&](const auto& deck) { return deck->owner == applied.author(); });
  if (static_cast<std::size_t>(of_author) >= round_limits::decks) return applied.report(AnomalyKind::too_many);
  OwnDeck deck;
  deck.owner = applied.author();
  deck.seq = applied.entry.header().seq;
  deck.at = applied.at;
  deck.name = body.name();
  deck.text = body.text();
  deck.removed = body.removed();
  decks.push_back(std::make_shared<const OwnDeck>(std::move(deck)));
}

}  // namespace twinlamp

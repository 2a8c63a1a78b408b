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

using Decks = std::vector<std::shared_ptr<const OwnDeck>>;

// A card added behind the others: all that was said before is said again.
void drop_repeated(Decks& decks, Slot author, const wire::SharedDeck& body) {
  const auto newest = std::find_if(decks.rbegin(), decks.rend(), [&](const auto& deck) { return deck->owner == author && deck->name == body.name(); });
  if (newest == decks.rend() || (*newest)->removed || body.removed() || !body.text().starts_with((*newest)->text)) return;
  decks.erase(std::next(newest).base());
}

// False: none of them is replaced by a newer one, nor by one of this name.
bool drop_oldest_replaced(Decks& decks, Slot author, const std::string& name) {
  for (auto deck = decks.begin(); deck != decks.end(); ++deck) {
    if ((*deck)->owner != author) continue;
    const bool is_replaced = (*deck)->name == name || std::any_of(std::next(deck), decks.end(), [&](const auto& later) {
      return later->owner == author && later->name == (*deck)->name;
    });
    if (!is_replaced) continue;
    decks.erase(deck);
    return true;
  }
  return false;
}

}  // namespace

void apply_deck(const Applied& applied, const wire::SharedDeck& body) {
  if (!is_sound(body)) return applied.report(AnomalyKind::malformed_body);
  auto& decks = applied.state.decks;
  drop_repeated(decks, applied.author(), body);
  const auto of_author = std::count_if(decks.begin(), decks.end(), [&](const auto& deck) { return deck->owner == applied.author(); });
  if (static_cast<std::size_t>(of_author) >= round_limits::decks && !drop_oldest_replaced(decks, applied.author(), body.name()))
    return applied.report(AnomalyKind::too_many);
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

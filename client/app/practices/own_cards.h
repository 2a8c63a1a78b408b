// The cards that the two have written themselves: read from the journal, checked here again (a partner's client may be anything), and added to this
// device's catalogue under ids that nobody can choose: own.<a or b>-<hash of the card>.
//
// So an own card never stands in the place of one of ours or of another, and one that was changed is another card. Single-threaded.
#pragma once

#include <filesystem>

#include "client/app/wording.h"
#include "client/content/own_deck.h"
#include "client/practices/own_cards.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

// Precondition: the card's practice is one of the catalogue's.
std::string own_card_id(const Card& card, Slot owner, const Catalogue& catalogue);

class OwnCards {
public:
  static constexpr const char* usual_deck = "cards";

  void look_in(const std::filesystem::path& folder, const Catalogue& catalogue);  // reads the files; those that cannot be are problems
  // True: the cards differ from those of the last call.
  bool update(const PairState& state, Slot me, const Wording& base);
  WordingRef extend(const WordingRef& base) const;  // the same where there is no own card
  void close();

  // Never null. Without Desire nothing of its cards is in it, and no deck that holds nothing else.
  const OwnCardsRef& view(bool with_desire = true) const { return with_desire ? view_ : without_desire_; }
  std::string text_of(const PairState& state, Slot owner, std::string_view name) const;  // that counts now; may be empty
  // The first of "cards", "cards-2", ... that this card still fits into.
  std::string deck_for(const PairState& state, Slot owner, std::string_view card, const Catalogue& catalogue) const;

private:
  void show(const PairState& state, Slot me, const Wording& base);

  std::pair<std::size_t, std::uint64_t> known_{};  // decks in the state and the last one's place, at the last update
  bool has_looked_ = false;
  std::vector<Card> cards_;
  std::vector<DeckFileView> files_;
  std::string folder_;
  OwnCardsRef view_ = std::make_shared<const OwnCardsView>(), without_desire_ = view_;
};

}  // namespace twinlamp::client

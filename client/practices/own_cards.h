// Own cards: what either of the two has written for both. Facts and intents for both faces.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "client/content/card.h"

namespace twinlamp::client {

// Intents. A deck's name is made of what it is called: "Train games" is train-games.
struct ShareDeck { std::string name, toml; };          // as it stands; refused with its faults by their lines
struct RemoveDeck { std::string name; };               // mine: nothing of it is asked any more
struct AddOwnCard { std::string practice; Card card; };  // the practice's slug; joins my deck "cards" and is shared at once
struct LookForDecks {};                                // reads the profile's folder of decks anew

struct OwnDeckView {
  std::string name;
  bool mine = false;
  std::vector<Card> cards;
  std::string shared_at;  // local
};

// A file in the profile's folder of decks.
struct DeckFileView {
  std::string name;                   // of the deck that it would be
  std::string toml;
  std::size_t cards = 0;              // good ones
  std::vector<std::string> problems;  // a sentence each, by file and line
  bool shared = false;                // as it stands
};

struct OwnCardsView {
  std::vector<OwnDeckView> decks;  // of both, mine first
  std::vector<DeckFileView> files;
  std::string folder;              // where a file may be put
};
using OwnCardsRef = std::shared_ptr<const OwnCardsView>;

}  // namespace twinlamp::client

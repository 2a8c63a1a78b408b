// One deck file's text, read into values: TOML syntax, types, missing and unknown keys, and the rules each thing keeps
// by itself.
//
// What has a problem is told and left out; a file that is not TOML yields its problem and nothing else.
#pragma once

#include <string>
#include <vector>

#include "client/content/card.h"
#include "client/content/deck_files.h"
#include "client/content/problem.h"

namespace twinlamp::client {

// A thing and where it stands, for what only shows when all files are seen together.
template <class T>
struct Placed {
  T value;
  Problem place;  // with an empty key and text
};

struct DeckContent {
  std::vector<Placed<Card>> cards;  // `practice` is still 0: only its slug is known here
  std::vector<Placed<Item>> items;
  std::vector<Placed<Practice>> practices;
  std::vector<Placed<Area>> areas;
  std::vector<Placed<FeelingFamily>> families;
  std::vector<Problem> problems;
};

void read_deck(const DeckFile& file, DeckContent& out);

// A deck of a person's own, for own_deck.h: cards that name their practice; their ids are "<practice>.own" until they get real ones.
void read_own_cards(const DeckFile& file, DeckContent& out);

}  // namespace twinlamp::client

// A deck of a person's own: a TOML text of cards that name their practice. Written by hand or by write_own_card(), shared as it stands.
//
//   [[card]]
//   practice = "play"          # a practice's slug
//   depth = 1
//   kind = "choice"            # text, choice, choices, scale, feeling, ranking, list or guess
//   prompt = "…"
//   options = ["…", "…"]       # and the rest as in our own decks, but for id, version, needs, daily and since
//
// It may come from a partner's modified client: bounded, checked as our own decks are, and told by lines. Pure; nothing throws.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/content/catalogue.h"

namespace twinlamp::client {

namespace own_limits {
inline constexpr std::size_t bytes = 32 * 1024;
inline constexpr std::size_t cards = 100;  // of one deck
inline constexpr std::size_t name = 32;    // of a deck: a slug
}  // namespace own_limits

struct OwnDeckContent {
  std::vector<Card> cards;         // without ids; their practice is set
  std::vector<Problem> problems;   // a card with a problem is left out
};

// The catalogue says which practices and areas there are.
OwnDeckContent read_own_deck(const DeckFile& file, const Catalogue& catalogue);

// A card as a text that read_own_deck() reads. Precondition: its texts are single lines of UTF-8 without control characters.
std::string write_own_card(const Card& card, std::string_view practice_slug);

// "Train games" → "train-games"; empty where nothing is left of it.
std::string deck_name_of(std::string_view words);

}  // namespace twinlamp::client

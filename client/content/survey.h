// The whole stock of one language looked at together: what no card can be checked for by itself.
//
// Banned phrases, reading ease, cards that are nearly the same, and how many there are of what. Pure; nothing throws.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/content/catalogue.h"

namespace twinlamp::client {

// What has no place in a card: words in their order; in each a * stands for any letters ("stop*").
struct BannedPhrase {
  std::string topic;
  std::vector<std::string> words;
  std::set<std::string> except;  // slugs of practices where it is at home
  bool seldom = false;           // it has its place, on few cards: "why" is sometimes the best word, and often a demand
};

// One phrase a line under a [topic]; "# …" is a comment, "touch, except desire" an exception, "why, seldom" what may stand on few cards.
std::vector<BannedPhrase> read_banned(std::string_view text);

namespace survey_limits {
inline constexpr double ease_of_card = 30;   // one card's words are few: only what nobody would say aloud falls below
inline constexpr double ease_of_deck = 75;   // all cards of a language together
inline constexpr std::size_t gram = 4;       // words
inline constexpr double shared = 0.5;        // of the 4-grams of the one that has fewer
inline constexpr std::size_t seldom = 3;     // cards with a phrase that is to be seldom; in a large stock a thirtieth
inline constexpr std::size_t same_opening = 12;  // cards that begin with the same three words; in a large stock a fortieth
}  // namespace survey_limits

struct Survey {
  static constexpr std::size_t practices = card_limits::practice + 1, depths = card_limits::depth + 1;

  std::array<std::array<std::size_t, depths>, practices> cells{};  // cards by practice and depth
  std::map<CardKind, std::array<std::size_t, practices>> kinds;    // and by kind and practice
  std::map<std::string, std::size_t> areas;
  std::map<std::string, std::map<std::string, std::size_t>> items;  // by set and group
  std::map<std::string, std::size_t> openings;                     // the first three words, where more than one begins so
  std::size_t about_now = 0;
  std::optional<double> ease;                                      // of all prompts together
  std::vector<std::pair<double, std::string>> hardest;             // ten cards, the hardest first
  std::vector<Problem> problems;

  std::size_t of_practice(std::size_t number) const;
  std::size_t of_kind(CardKind kind) const;
};

Survey survey(const Catalogue& catalogue, std::string_view language, std::span<const BannedPhrase> banned);

// For people: tables of what there is, then the problems.
std::string report(const Survey& survey, const Catalogue& catalogue);

}  // namespace twinlamp::client

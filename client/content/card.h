// What a card is, once it has been read and found good: plain values, the same on every device, whatever the language.
//
// `id`, `version`, `practice`, `depth`, `kind` and `about_now` are facts both devices agree on (they map one to one to
// what the protocol's `tonight` chooses from); the rest are words, which each device may hold in its own language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::client {

// How a card is answered. The numbers are the first byte of a sealed answer: never renumber.
enum class CardKind : std::uint8_t {
  text = 1,
  choice = 2,
  scale = 3,
  feeling = 4,
  choices = 5,   // several of the options
  ranking = 6,   // all options, in an order
  list = 7,      // a few short lines, one of them perhaps marked for the other to guess
  guess = 8,     // mine, and my guess of yours
  sort = 9,      // items in three piles, then the top ones ranked
  wishes = 10,   // items answered no / curious / yes, of which only what both want is ever shown
  pairs = 11     // this or that, ten times, live
};
inline constexpr std::uint8_t card_kinds = 11;

// The evenings that a card suits: after a scale or a feeling where both were high, where one was low, where they were far apart. None set: any.
struct After {
  bool high = false, low = false, apart = false;
  friend bool operator==(const After&, const After&) = default;
};

// What follows the reveal: say back what you heard, or react.
enum class Receive : std::uint8_t { react, say_back };

struct Scale {
  std::string min_label;
  std::string max_label;
  std::uint8_t steps = 0;  // 5, 7 or 10; a value is 1..steps. Zero where the card is no scale.
};

struct ThisOrThat {
  std::string left;
  std::string right;
  friend bool operator==(const ThisOrThat&, const ThisOrThat&) = default;
};

// One of a stock that cards draw from (items-values.toml, items-ideas.toml …), and that practices show by themselves.
struct Item {
  std::string id;  // "values.loyalty": its set, a dot, its own
  std::string text;
  std::string about;          // one sentence, or empty
  std::string group;          // within the set, a slug, or empty
  std::uint16_t minutes = 0;  // how long it takes, or 0
};
using Items = std::vector<Item>;

struct Card {
  std::string id;  // "open-up.first-kitchen": the practice's slug, a dot, the card's own
  std::uint32_t version = 0;
  std::uint8_t practice = 0;  // the number of a Practice
  std::uint8_t depth = 0;     // 1 light .. 5 deep
  CardKind kind = CardKind::text;
  bool about_now = false;  // about current life: may be asked again after 90 days
  Receive receive = Receive::react;
  std::string area;  // the id of an Area, or empty
  std::string prompt;
  std::vector<std::string> starters;  // beginnings of a sentence; the app never writes the rest
  std::vector<std::string> options;   // of a choice, several choices, a ranking, and of a guess among some; else empty
  Scale scale;                        // of a scale
  std::uint8_t most = 0;              // of several choices: how many may be taken (all of them where the card says nothing)
  std::uint8_t lines_least = 0;       // of a list
  std::uint8_t lines_most = 0;
  bool marked = false;                // of a list: its author marks one line, and the other guesses which after the reveal
  std::string item_set;               // of a sort and of wishes: "values"
  std::shared_ptr<const Items> items; // the items of that set, in the file's order; null for the other kinds
  std::uint8_t batch = 0;             // of wishes: how many are drawn at a time
  std::vector<ThisOrThat> pairs;      // of pairs: ten
  std::vector<std::string> follow_ups;  // questions that may be asked with one tap after the reveal
  After after;
  std::vector<std::string> needs;     // what it follows, one of them: a card's id, "action" or "date"; see protocol/round/needs.h
  bool daily = false;                 // may come every day
  std::uint32_t since = 0;            // the release of the cards that brought it; 0: there from the first
  std::string why;                    // why it is worth asking, or empty
  bool retired = false;               // of an own deck's earlier version: what it has asked is read, and it is asked no more
};

struct Practice {
  std::uint8_t number = 0;  // as in the product's table, 1..10
  std::string slug;         // its cards' ids begin with it
  std::string name;
  std::string about;  // two sentences
};

// One of the places a person may choose to open up about.
struct Area {
  std::string id;
  std::string name;
};

struct FeelingWord {
  std::string id;  // stays the same in every language
  std::string word;
};

struct FeelingFamily {
  std::string id;
  std::string name;
  bool gentle = false;  // an evening with one of these goes gently: a lighter card is suggested
  std::vector<FeelingWord> words;
};

// Bounds of a deck, in characters (code points) unless said otherwise.
namespace card_limits {
inline constexpr std::size_t slug = 32;  // each half of a card's id
inline constexpr std::size_t prompt = 200;
inline constexpr std::size_t starter = 80;
inline constexpr std::size_t starters = 3;  // a count
inline constexpr std::size_t option = 60;
inline constexpr std::size_t options_least = 2;  // a count
inline constexpr std::size_t options_most = 7;   // a count
inline constexpr std::size_t choices_most = 12;  // a count: options of which several may be taken
inline constexpr std::size_t ranking_least = 3;  // a count
inline constexpr std::size_t lines = 10;         // a count
inline constexpr std::size_t pairs = 10;         // a count, exactly
inline constexpr std::size_t side = 40;          // one side of a pair
inline constexpr std::size_t follow_ups = 3;     // a count
inline constexpr std::size_t follow_up = 120;
inline constexpr std::size_t needs = 3;    // a count
inline constexpr std::size_t top = 5;      // a count: how many of a sort are ranked
inline constexpr std::size_t items = 200;  // a count, in one set
inline constexpr std::size_t batch = 100;  // a count
inline constexpr std::size_t item = 160;
inline constexpr std::uint16_t minutes = 600;
inline constexpr std::size_t label = 40;
inline constexpr std::size_t why = 200;
inline constexpr std::size_t name = 30;
inline constexpr std::size_t about = 320;
inline constexpr std::size_t word = 30;
inline constexpr std::uint8_t depth = 5;
inline constexpr std::uint8_t practice = 10;
inline constexpr std::uint32_t version = 9999;
inline constexpr std::size_t file_bytes = 256 * 1024;
inline constexpr std::size_t files = 64;  // a count
}  // namespace card_limits

// As decks name it: "text", "choice" …
std::string_view name_of(CardKind kind);

// How much of an answer the card fixes: the number of its options, steps, lines and pairs. What a shipped card must keep.
std::size_t shape_of(const Card& card);

}  // namespace twinlamp::client

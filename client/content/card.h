// What a card is, once it has been read and found good: plain values, the same on every device, whatever the language.
//
// `id`, `version`, `practice`, `depth`, `kind` and `about_now` are facts both devices agree on (they map one to one to
// what the protocol's `tonight` chooses from); the rest are words, which each device may hold in its own language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::client {

// How a card is answered. The numbers are the first byte of a sealed answer: never renumber.
enum class CardKind : std::uint8_t { text = 1, choice = 2, scale = 3, feeling = 4 };

// What follows the reveal: say back what you heard, or react.
enum class Receive : std::uint8_t { react, say_back };

struct Scale {
  std::string min_label;
  std::string max_label;
  std::uint8_t steps = 0;  // 5, 7 or 10; a value is 1..steps. Zero where the card is no scale.
};

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
  std::vector<std::string> options;   // of a choice, else empty
  Scale scale;                        // of a scale
  std::string why;                    // why it is worth asking, or empty
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

// "text", "choice", "scale", "feeling".
std::string_view name_of(CardKind kind);

}  // namespace twinlamp::client

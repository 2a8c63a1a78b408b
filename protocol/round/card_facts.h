// What both devices agree on about the things that can be asked, whatever their language. Values only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace twinlamp {

// After which pair of answers a card does well: bits, since it may be several.
enum class After : std::uint8_t { none = 0, high = 1, low = 2, apart = 4 };
using Afters = std::uint8_t;
constexpr Afters operator|(After a, After b) { return static_cast<Afters>(static_cast<Afters>(a) | static_cast<Afters>(b)); }
constexpr Afters operator|(Afters a, After b) { return static_cast<Afters>(a | static_cast<Afters>(b)); }

// Response kinds that some rule names: see client/content/card.h for all of them.
namespace response_kind {
inline constexpr std::uint8_t text = 1, choice = 2, scale = 3, feeling = 4, guess = 8, wishes = 10, pairs = 11;
}

// product.md's rows that some rule names.
namespace practice_number {
inline constexpr std::uint8_t feelings = 1, open_up = 2, fears = 3, desire = 4, appreciations = 5, play = 6, values = 7, dialogue = 8, dates = 9;
}

// What a card may follow, beside another card: see needs.h.
namespace need {
inline constexpr std::string_view action = "action";  // the two agreed on one thing to do, a week to three weeks ago, and this card was not asked since
inline constexpr std::string_view date = "date";      // the plan of a date opens it, in its own round, and nothing else offers it
}  // namespace need

struct CardFacts {
  std::string id;
  std::uint32_t version = 0;
  std::uint8_t practice = 0, depth = 0, kind = 0;
  bool about_now = false;     // about current life: may come again after 90 days
  bool daily = false;         // may come every day: never an evening's card, always a small thing
  std::uint8_t steps = 0;     // of a scale
  Afters after = 0;           // bits of After
  std::string area = {};      // may be empty
  std::vector<std::string> needs = {};  // what it follows, see needs.h; empty: nothing
};

// All that tonight may be made of. What it refers to outlives the call.
struct Stock {
  std::span<const CardFacts> cards = {};                // in any order
  std::span<const std::string> gentle_families = {};    // of feelings: an evening with one of them goes gently; sorted
  std::span<const std::string> challenges = {};         // ids of seven-minute ideas
};

}  // namespace twinlamp

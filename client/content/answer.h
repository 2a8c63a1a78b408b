// What a person answers, by the card's kind, and how it reads. Plain values: the faces include this, so no protocol in
// it. The bytes that are sealed for an answer are answer_codec.h's.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "client/content/card.h"
#include "client/content/words.h"

namespace twinlamp::client {

struct TextAnswer {
  std::string text;
  friend bool operator==(const TextAnswer&, const TextAnswer&) = default;
};

struct ChoiceAnswer {
  std::uint8_t index = 0;  // into Card::options
  friend bool operator==(const ChoiceAnswer&, const ChoiceAnswer&) = default;
};

struct ScaleAnswer {
  std::uint8_t value = 0;  // 1..steps
  friend bool operator==(const ScaleAnswer&, const ScaleAnswer&) = default;
};

struct FeelingAnswer {
  std::string family;          // the id of a FeelingFamily
  std::string word;            // the id of one of its words, or the person's own word
  std::uint8_t intensity = 0;  // 1..5
  std::string note;            // may be empty
  friend bool operator==(const FeelingAnswer&, const FeelingAnswer&) = default;
};

struct ChoicesAnswer {
  std::vector<std::uint8_t> indices;  // into Card::options, ascending
  friend bool operator==(const ChoicesAnswer&, const ChoicesAnswer&) = default;
};

struct RankingAnswer {
  std::vector<std::uint8_t> order;  // into Card::options, the first one first; empty in a draft that has none yet
  friend bool operator==(const RankingAnswer&, const RankingAnswer&) = default;
};

struct ListAnswer {
  std::vector<std::string> lines;
  std::uint8_t mark = 0;  // the number of the marked line from 1, or 0: also where this person may not know it yet
  friend bool operator==(const ListAnswer&, const ListAnswer&) = default;
};

struct GuessAnswer {
  static constexpr std::uint8_t unset = 0xFF;
  std::uint8_t mine = unset;  // into Card::options, where the card has some
  std::uint8_t guess = unset;
  std::string mine_text;  // where it has none
  std::string guess_text;
  friend bool operator==(const GuessAnswer&, const GuessAnswer&) = default;
};

enum class Pile : std::uint8_t { most = 1, some = 2, least = 3 };
inline constexpr Pile piles[] = {Pile::most, Pile::some, Pile::least};

struct SortAnswer {
  std::map<std::string, Pile> piles;  // by Item::id
  std::vector<std::string> ranked;    // ids of the pile `most`, the first one first
  friend bool operator==(const SortAnswer&, const SortAnswer&) = default;
};

enum class Wish : std::uint8_t { no = 1, curious = 2, yes = 3 };

// Kept as a draft and given to the devices' private AND; never sealed as an answer, or every yes would be told.
struct WishesAnswer {
  std::map<std::string, Wish> wishes;  // by Item::id
  friend bool operator==(const WishesAnswer&, const WishesAnswer&) = default;
};

enum class Pick : std::uint8_t { none = 0, left = 1, right = 2, late = 3 };

struct PairsAnswer {
  std::array<Pick, card_limits::pairs> picks{};  // `none` only in a draft
  friend bool operator==(const PairsAnswer&, const PairsAnswer&) = default;
};

// In the order of the kinds' numbers.
using Answer = std::variant<TextAnswer, ChoiceAnswer, ScaleAnswer, FeelingAnswer, ChoicesAnswer, RankingAnswer, ListAnswer,
                            GuessAnswer, SortAnswer, WishesAnswer, PairsAnswer>;
static_assert(std::variant_size_v<Answer> == card_kinds);

// UTF-8 bytes that fit: the editor says how much is left long before.
namespace answer_limits {
inline constexpr std::size_t overhead = 5;  // kind, version, and the length of a long text
inline constexpr std::size_t text = 48 * 1024 - overhead;
inline constexpr std::size_t text_open = 12 * 1024 - overhead;  // in mode "open without me"
inline constexpr std::size_t word = 120;
inline constexpr std::size_t line = 400;  // of a list, and of a guess in words
inline constexpr std::size_t note = 4 * 1024;
inline constexpr std::uint8_t intensity = 5;
}  // namespace answer_limits

CardKind kind_of(const Answer& answer);

// Before sealing: empty when this answers the card, else one sentence for the person, with what to do.
std::string validate(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words);

// The whole answer in this person's words, and one line of it without control characters, at most about 80 characters long.
// Both also serve answers to a card that has changed since: what is no longer there is named as such.
std::string full_text(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words);
std::string summary_line(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words);

// What the item is called in this device's language; a sentence for one that is no longer there.
std::string item_text(const Card& card, std::string_view item, const Words& words);
// How many items of the sort are to be ranked: five, or all of the pile `most` where it has fewer.
std::size_t ranks_wanted(const SortAnswer& answer);

}  // namespace twinlamp::client

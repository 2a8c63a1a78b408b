// What a person answers, by the card's kind, and the bytes that are sealed for it.
//
//   kind u8 (CardKind) | version u8 = 1 | by kind:
//     text     lv(text)                                      UTF-8, not empty
//     choice   index u8                                      0..6: language-independent
//     scale    value u8                                      1..10
//     feeling  lv(family) lv(word) intensity u8 lv(note)     family and listed words as ids, an own word as written
//
// The encoding is canonical (one answer, one byte string), bounded (at most limits::answer bytes in all) and checked both ways:
// anything else is refused with the answer unchanged. What a card further allows is `validate`'s to say.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "client/content/card.h"
#include "protocol/base/bytes.h"
#include "protocol/base/limits.h"
#include "protocol/base/result.h"

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
  std::string family;           // the id of a FeelingFamily
  std::string word;             // the id of one of its words, or the person's own word
  std::uint8_t intensity = 0;   // 1..5
  std::string note;             // may be empty
  friend bool operator==(const FeelingAnswer&, const FeelingAnswer&) = default;
};

using Answer = std::variant<TextAnswer, ChoiceAnswer, ScaleAnswer, FeelingAnswer>;

// UTF-8 bytes that fit: the editor says how much is left long before.
namespace answer_limits {
inline constexpr std::size_t overhead = 5;  // kind, version, and the length of a long text
inline constexpr std::size_t text = limits::answer - overhead;
inline constexpr std::size_t text_open = limits::answer_open - overhead;  // in mode "open without me"
inline constexpr std::size_t word = 120;
inline constexpr std::size_t note = limits::short_text;
inline constexpr std::uint8_t intensity = 5;
}  // namespace answer_limits

CardKind kind_of(const Answer& answer);

Result<Bytes> answer_to_bytes(const Answer& answer);
Result<Answer> answer_from_bytes(ByteView bytes);

// Before sealing: empty when this answers the card, else one sentence for the person, with what to do.
std::string validate(const Card& card, const Answer& answer, std::span<const FeelingFamily> families);

// The whole answer in words, and one line of it without control characters, at most about 80 characters long.
// Both also serve answers to a card that has changed since: what is no longer there is named as such.
std::string full_text(const Card& card, const Answer& answer, std::span<const FeelingFamily> families);
std::string summary_line(const Card& card, const Answer& answer, std::span<const FeelingFamily> families);

}  // namespace twinlamp::client

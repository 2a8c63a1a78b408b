// What a person answers, by the card's kind, and how it reads. Plain values: the faces include this, so no protocol in
// it. The bytes that are sealed for an answer are answer_codec.h's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

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

using Answer = std::variant<TextAnswer, ChoiceAnswer, ScaleAnswer, FeelingAnswer>;

// UTF-8 bytes that fit: the editor says how much is left long before.
namespace answer_limits {
inline constexpr std::size_t overhead = 5;  // kind, version, and the length of a long text
inline constexpr std::size_t text = 48 * 1024 - overhead;
inline constexpr std::size_t text_open = 12 * 1024 - overhead;  // in mode "open without me"
inline constexpr std::size_t word = 120;
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

}  // namespace twinlamp::client

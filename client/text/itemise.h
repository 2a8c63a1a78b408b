// Taking a paragraph apart before it is shaped: the direction, script and font of each of its code points.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "client/text/font_set.h"

namespace twinlamp::text {

struct Directions {
  bool rtl = false;                  // the paragraph's
  std::vector<std::uint8_t> levels;  // UAX #9
};

// FriBidi's; the paragraph's direction by its first strong sign, left to right where there is none.
Directions directions_of(std::u32string_view text);

// UAX #24: what belongs to every script takes that of what stands before it, else of what follows.
std::vector<std::uint32_t> scripts_of(std::u32string_view text);

// The language whose Han forms the paragraph wants, by what stands beside them: "ja", "ko", or empty.
std::string_view han_of(std::u32string_view text);

// By grapheme, for each code point.
std::vector<const Font*> fonts_of(std::u32string_view text, const std::uint8_t* graphemes, const Style& style,
                                  std::string_view han, FontSet& fonts);

}  // namespace twinlamp::text

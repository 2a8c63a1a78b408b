// Where text may be taken apart: by what a person sees as one character, as a word, and where a row may end.
//
// ICU's rules (UAX #29 extended grapheme clusters and words, UAX #14 lines with its dictionaries for Thai and its
// kin). Positions are code points, 0..size(). ICU's iterators are made once a thread and kept: a call costs some 50 ns
// a code point. Anything may be given, lone surrogates and unassigned code points too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace twinlamp::text {

enum class Break : std::uint8_t { grapheme = 1, word = 2, line = 4 };

constexpr std::uint8_t operator|(Break a, Break b) {
  return std::uint8_t(std::uint8_t(a) | std::uint8_t(b));
}

// Flags by position, size() + 1 of them: which of the `wanted` kinds of break are there. Both ends are breaks of each.
// A line break is an opportunity; newlines are not treated apart (callers split paragraphs first).
std::vector<std::uint8_t> find_breaks(std::u32string_view text, std::uint8_t wanted);

constexpr bool has_break(std::uint8_t flags, Break kind) {
  return (flags & std::uint8_t(kind)) != 0;
}

}  // namespace twinlamp::text

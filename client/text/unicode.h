// The little of Unicode that editing and word wrap need. Pure functions.
//
// Bad UTF-8 is never an error here: each byte that cannot be read becomes one U+FFFD, so that what is broken is seen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace twinlamp::text {

inline constexpr char32_t replacement = 0xFFFD;

// RFC 3629: over-long forms, surrogates and anything beyond U+10FFFF count as bad bytes.
std::u32string decode(std::string_view utf8);

// What is no code point (surrogates, beyond U+10FFFF) becomes U+FFFD.
std::string encode(std::u32string_view points);
void append_utf8(std::string& out, char32_t point);
std::size_t encoded_size(std::u32string_view points);

// As typed or pasted, made editable: CRLF and CR become newline, a tab four spaces, other control characters go.
// Where `one_line`, a newline becomes a space.
std::u32string clean(std::u32string_view points, bool one_line);

bool is_space(char32_t point);      // a line may break after it; the no-break spaces are none
bool is_word(char32_t point);       // letters, digits and what belongs to them, as word-wise movement sees it
bool is_combining(char32_t point);  // a mark upon the one before it, or a joiner

}  // namespace twinlamp::text

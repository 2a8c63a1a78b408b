// The little of Unicode that content needs: whether bytes are UTF-8, how many characters they are, and what may not be
// printed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace twinlamp::client {

// RFC 3629: no over-long forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);

// Code points. Precondition: is_utf8(text).
std::size_t count_characters(std::string_view text);

// C0 and C1 control characters but newline and tab: they could steer a terminal. Precondition: is_utf8(text).
bool has_controls(std::string_view text);

// Marks that turn the rest of a line around: they could make it read as something else. Precondition: is_utf8(text).
bool has_direction_overrides(std::string_view text);

// Nothing but white space (also a text without any character). Precondition: is_utf8(text).
bool is_blank(std::string_view text);

// As typed or pasted, made storable: CRLF and CR become newline, control characters go. Precondition: is_utf8(text).
std::string clean_text(std::string_view text);

// One line for a list: white space runs become a space, direction overrides and controls go, and what is longer than
// `most` characters ends in "…", at a word's end where there is one. Precondition: is_utf8(text).
std::string one_line(std::string_view text, std::size_t most);

}  // namespace twinlamp::client

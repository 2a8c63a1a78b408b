// Text as it is searched: without case, without accents, compatible forms alike (Unicode NFKD, marks off, full case folding).
//
// Pure; by ICU. Bad UTF-8 is read as U+FFFD.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::client {

std::string fold(std::string_view utf8);

// Its folded letters and digits alone: without spaces, punctuation and signs.
std::string folded_letters(std::string_view utf8);

// What a person typed to search for: its folded words.
std::vector<std::string> folded_words(std::string_view utf8);

// Folded, and with spaces around every sign that is a word by itself or stands in a script without spaces (Han, Kana, Thai, emoji …):
// what looks for words finds those too, as a row of signs.
std::string folded_and_spaced(std::string_view utf8);

}  // namespace twinlamp::client

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

}  // namespace twinlamp::client

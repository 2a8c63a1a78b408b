// The 2048 code words: English, in every language of the app; 3 to 8 letters a to z, in alphabetical order.
//
// Distinct in their first four letters (so four letters complete a word) and no two sound alike. The list is words.txt; it is
// part of the protocol: a changed list is another protocol version. Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace twinlamp::words {

inline constexpr std::size_t count = 2048;

std::string_view word(std::size_t index);  // precondition: index < count
std::optional<std::uint16_t> index_of(std::string_view word);  // exact, lower case

// The words that begin with `prefix` (lower case), in order, at most `max`. An empty prefix offers nothing.
std::vector<std::string_view> completions(std::string_view prefix, std::size_t max);

// "Did you mean": the word fewest typing slips away (missing, added, changed or swapped letters), at most two;
// among equals the one that shares the first letters longest, then the first in order.
std::optional<std::string_view> closest(std::string_view word);

}  // namespace twinlamp::words

// How easily a text reads: the words in it as they are spoken, and one figure by the usual formula of its language.
//
// Pure; no locale. Latin letters; what is in another script counts as words without syllables. Precondition: is_utf8(text).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::client {

// Lower-case words in their order, without marks: "It's late. Really?" → it's, late, really.
std::vector<std::string> spoken_words(std::string_view text);

struct Measured {
  std::size_t sentences = 0, words = 0, syllables = 0;
  Measured& operator+=(const Measured& other);
};
Measured measure(std::string_view text, std::string_view language);

// 0 (only for experts) to above 100 (for anyone); 70 and more is what a child of twelve reads with ease. English: Flesch's reading ease
// (1948). Spanish: Szigriszt-Pazos (1993), on whose scale 65 is "fairly easy". Nothing for other languages, and for no words.
std::optional<double> reading_ease(const Measured& measured, std::string_view language);

}  // namespace twinlamp::client

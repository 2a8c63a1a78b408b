#include "client/content/reading.h"

#include <algorithm>

namespace twinlamp::client {
namespace {

constexpr std::string_view spanish = "es", english = "en";

// One letter at a time of what is well-formed UTF-8.
char32_t next_letter(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code = size == 1 ? lead : lead & (0x7F >> size);
  for (std::size_t i = 1; i < size && i < text.size(); ++i) code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
  text.remove_prefix(std::min(size, text.size()));
  return code;
}

std::u32string decoded(std::string_view text) {
  std::u32string out;
  while (!text.empty()) out += next_letter(text);
  return out;
}

void append(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019; }
bool ends_sentence(char32_t c) { return c == '.' || c == '?' || c == '!' || c == 0x2026 || c == '\n'; }

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  if (c < 0xC0 || c == 0xD7 || c == 0xF7) return false;
  return c < 0x2000 || (c > 0x206F && c != 0x3000 && c != 0x3001 && c != 0x3002);
}

char32_t lower(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  return c;
}

std::vector<std::u32string> words_of(const std::u32string& text) {
  std::vector<std::u32string> out;
  std::u32string word;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const auto c = at < text.size() ? text[at] : U' ';
    if (is_letter(c)) {
      word += lower(c);
    } else if (is_apostrophe(c) && !word.empty() && at + 1 < text.size() && is_letter(text[at + 1])) {
      word += U'\'';
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  return out;
}

// A run of vowels is a syllable; an "e" that is not spoken at the end is none.
std::size_t english_syllables(const std::u32string& word) {
  const auto is_vowel = [](char32_t c) { return std::u32string_view(U"aeiouy").find(c) != std::u32string_view::npos; };
  std::size_t count = 0;
  bool was_vowel = false;
  for (const auto c : word) {
    const bool vowel = is_vowel(c);
    count += vowel && !was_vowel ? 1 : 0;
    was_vowel = vowel;
  }
  const auto size = word.size();
  const bool silent_e = size > 2 && word.ends_with(U"e") && !is_vowel(word[size - 2]) && !(word.ends_with(U"le") && !is_vowel(word[size - 3]));
  const bool silent_ed = size > 3 && word.ends_with(U"ed") && word[size - 3] != 't' && word[size - 3] != 'd' && !is_vowel(word[size - 3]);
  if ((silent_e || silent_ed) && count > 1) --count;
  return std::max<std::size_t>(count, 1);
}

// Vowels next to each other are one syllable, unless both are strong or a weak one carries the accent. A "u" after q, or between g and e or i, is mute.
std::size_t spanish_syllables(const std::u32string& word) {
  const auto in = [](std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; };
  const auto is_strong = [&](char32_t c) { return in(U"aeoáéóíú", c); };
  const auto is_vowel = [&](char32_t c) { return is_strong(c) || in(U"iuü", c); };
  std::size_t count = 0;
  char32_t before = 0;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const auto c = word[at];
    const auto next = at + 1 < word.size() ? word[at + 1] : U' ';
    const bool is_mute = c == 'u' && (before == 'q' || (before == 'g' && in(U"eiéí", next)));
    if (is_vowel(c) && !is_mute && (!is_vowel(before) || (is_strong(before) && is_strong(c)))) ++count;
    before = is_mute ? U' ' : c;
  }
  return std::max<std::size_t>(count, 1);
}

}  // namespace

std::vector<std::string> spoken_words(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& word : words_of(decoded(text))) {
    out.emplace_back();
    for (const auto c : word) append(out.back(), c);
  }
  return out;
}

Measured& Measured::operator+=(const Measured& other) {
  sentences += other.sentences;
  words += other.words;
  syllables += other.syllables;
  return *this;
}

Measured measure(std::string_view text, std::string_view language) {
  Measured out;
  const auto letters = decoded(text);
  for (const auto& word : words_of(letters)) {
    ++out.words;
    out.syllables += language == spanish ? spanish_syllables(word) : english_syllables(word);
  }
  bool has_words = false;
  for (const auto c : letters) {
    has_words = has_words || is_letter(c);
    if (has_words && ends_sentence(c)) ++out.sentences, has_words = false;
  }
  out.sentences += has_words ? 1 : 0;
  return out;
}

std::optional<double> reading_ease(const Measured& measured, std::string_view language) {
  if (measured.words == 0 || measured.sentences == 0) return std::nullopt;
  const auto words = static_cast<double>(measured.words);
  const auto length = words / static_cast<double>(measured.sentences), weight = static_cast<double>(measured.syllables) / words;
  if (language == english) return 206.835 - 1.015 * length - 84.6 * weight;
  if (language == spanish) return 206.835 - length - 62.3 * weight;
  return std::nullopt;
}

}  // namespace twinlamp::client

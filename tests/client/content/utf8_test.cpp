#include "client/content/utf8.h"

#include <gtest/gtest.h>

namespace twinlamp::client {
namespace {

std::string encode(char32_t code) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | (code >> 6)), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

TEST(Utf8, AcceptsEveryCharacterAndNoSurrogate) {
  for (char32_t code = 0; code < 0x110000; ++code) {
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    ASSERT_EQ(is_utf8(encode(code)), !surrogate) << std::hex << std::uint32_t{code};
  }
  EXPECT_FALSE(is_utf8(encode(0x110000)));
}

TEST(Utf8, RefusesEveryTruncatedCharacter) {
  for (const auto code : {U'é', U'€', U'\U0001F30A'}) {
    const auto bytes = encode(code);
    for (std::size_t size = 1; size < bytes.size(); ++size) {
      EXPECT_FALSE(is_utf8(bytes.substr(0, size)));
      EXPECT_FALSE(is_utf8(bytes.substr(0, size) + "a"));
    }
  }
}

TEST(Utf8, RefusesOverLongFormsAndStrayBytes) {
  for (const auto* text :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\x80", "\xBF",
        "\xFE", "\xFF", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80"})
    EXPECT_FALSE(is_utf8(text));
}

TEST(Utf8, CountsCharactersAndNotBytes) {
  EXPECT_EQ(count_characters(""), 0u);
  EXPECT_EQ(count_characters("aé€\U0001F30A"), 4u);
}

TEST(Utf8, FindsControlsButNotLineBreaks) {
  EXPECT_FALSE(has_controls("a\n\tb é"));
  for (const auto* text : {"\r", "\x1B", "\x7F", "\u0085", "\u009B"}) EXPECT_TRUE(has_controls(text));
  EXPECT_TRUE(has_controls(std::string(1, '\0')));
}

TEST(Utf8, TakesEveryKindOfSpaceForBlank) {
  EXPECT_TRUE(is_blank(""));
  EXPECT_TRUE(is_blank(" \t\r\n\u00A0\u2003\u3000\u200B"));
  EXPECT_FALSE(is_blank(" . "));
}

TEST(Utf8, CleansWhatWasPasted) {
  EXPECT_EQ(clean_text("a\r\nb\rc\nd\r\n\r\ne"), "a\nb\nc\nd\n\ne");
  EXPECT_EQ(clean_text("\x1B[31mred\x07 \tcafé\u009B"), "[31mred \tcafé");
}

TEST(Utf8, MakesOneLineOfMany) {
  EXPECT_EQ(one_line("  one\n\n two\tthree  ", 40), "one two three");
  EXPECT_EQ(one_line("", 40), "");
}

TEST(Utf8, CutsALineAtAWord) {
  EXPECT_EQ(one_line("the sea and you", 15), "the sea and you");
  EXPECT_EQ(one_line("the sea and you", 14), "the sea and…");
  EXPECT_EQ(one_line("abcdefghijklmnop", 8), "abcdefg…");
  EXPECT_EQ(one_line("a bcdefghijklmnop", 8), "a bcdef…");
}

TEST(Utf8, NeverCutsACharacterInTwo) {
  EXPECT_EQ(one_line("abce\u0301fgh", 5), "abc…");                                  // e and its accent stay together
  EXPECT_EQ(one_line("ab\U0001F44B\U0001F3FDcdef", 4), "ab…");                      // a hand and its skin
  EXPECT_EQ(one_line("ab\U0001F468\u200D\U0001F469\u200D\U0001F467cd", 6), "ab…");  // three people, joined
  EXPECT_EQ(one_line("ab\U0001F1F5\U0001F1F9\U0001F1F3\U0001F1F4", 4), "ab…");      // two flags
  EXPECT_EQ(one_line("ab\U0001F1F5\U0001F1F9\U0001F1F3\U0001F1F4", 5), "ab\U0001F1F5\U0001F1F9…");
}

TEST(Utf8, NeverExceedsTheLengthItWasGiven) {
  const std::string text =
      "wörter und \U0001F468\u200D\U0001F469\u200D\U0001F467 noch e\u0301ines\n" + std::string(30, 'x');
  for (std::size_t most = 1; most < 70; ++most) {
    const auto line = one_line(text, most);
    EXPECT_LE(count_characters(line), most);
    EXPECT_TRUE(is_utf8(line));
  }
}

TEST(Utf8, TakesOutWhatTurnsALineRound) {
  EXPECT_EQ(one_line("a\u202Eb\u2066c\u2069\x1B", 9), "abc");
}

}  // namespace
}  // namespace twinlamp::client

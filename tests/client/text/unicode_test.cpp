#include "client/text/unicode.h"

#include <gtest/gtest.h>

#include <random>

namespace twinlamp::text {
namespace {

TEST(UnicodeTest, ReadsEveryLengthOfCodePoint) {
  EXPECT_EQ(decode("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x99"), U"aé€🌙");
}

TEST(UnicodeTest, WritesWhatItRead) {
  const std::string text = "Ωμέγα, Привет, “quotes” … 🌙";
  EXPECT_EQ(encode(decode(text)), text);
}

TEST(UnicodeTest, ShowsEachBadByteAsOneReplacement) {
  EXPECT_EQ(decode("a\xFF\xFEz"), U"a\uFFFD\uFFFDz");
  EXPECT_EQ(decode("\x80"), U"\uFFFD");
}

TEST(UnicodeTest, RefusesOverLongForms) {
  EXPECT_EQ(decode("\xC0\xAF"), U"\uFFFD\uFFFD");
  EXPECT_EQ(decode("\xE0\x80\xAF"), U"\uFFFD\uFFFD\uFFFD");
}

TEST(UnicodeTest, RefusesSurrogatesAndWhatIsBeyondTheLastPlane) {
  EXPECT_EQ(decode("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(decode("\xF4\x90\x80\x80"), U"\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(UnicodeTest, ReadsACutCodePointAsReplacements) {
  const std::string moon = "\xF0\x9F\x8C\x99";
  for (std::size_t cut = 1; cut < moon.size(); ++cut)
    EXPECT_EQ(decode(moon.substr(0, cut)), std::u32string(cut, replacement)) << cut;
}

TEST(UnicodeTest, GivesValidTextForAnyBytes) {
  for (auto seed = 0u; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    std::string bytes(random() % 64, '\0');
    for (auto& byte : bytes) byte = char(random());
    const auto points = decode(bytes);
    const auto text = encode(points);
    EXPECT_EQ(decode(text), points);
    EXPECT_EQ(encoded_size(points), text.size());
  }
}

TEST(UnicodeTest, CleansLineEndsAndControls) {
  EXPECT_EQ(clean(U"a\r\nb\rc\x07\x1B[1m\td", false), U"a\nb\nc[1m    d");
  EXPECT_EQ(clean(U"a\nb\tc", true), U"a b c");
}

TEST(UnicodeTest, KeepsWordsOfOtherScriptsTogether) {
  for (const auto letter : U"éßñЖяΩάœ") {
    EXPECT_TRUE(letter == 0 || is_word(letter)) << std::hex << std::uint32_t(letter);
  }
  for (const auto other : U" .,;—…×“”") {
    EXPECT_FALSE(other != 0 && is_word(other)) << std::hex << std::uint32_t(other);
  }
}

TEST(UnicodeTest, DoesNotBreakAtNoBreakSpaces) {
  EXPECT_FALSE(is_space(0x00A0));
  EXPECT_FALSE(is_space(0x202F));
  EXPECT_TRUE(is_space(0x2009));
}

}  // namespace
}  // namespace twinlamp::text

#include "client/text/breaks.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "client/text/unicode.h"

namespace twinlamp::text {
namespace {

struct Case {
  std::u32string text;
  std::vector<bool> breaks;
};

// A line of Unicode's own test files: "÷ 0020 × 0308 ÷ 0020 ÷	# why".
bool read_case(const std::string& line, Case& out) {
  std::istringstream words(line.substr(0, line.find('#')));
  out = {};
  for (std::string word; words >> word;) {
    if (word == "÷" || word == "×")
      out.breaks.push_back(word == "÷");
    else
      out.text += char32_t(std::stoul(word, nullptr, 16));
  }
  return !out.text.empty();
}

// ICU 72 follows two rules that UAX #14 took up later: no break behind a hyphen that begins a word (LB20a), and a
// number may begin with its point or comma (LB25), so that ".35" stays whole and "a .35" breaks before the point.
bool is_newer_rule(std::u32string_view text, std::size_t at) {
  const auto is_point = [](char32_t c) { return c == U'.' || c == U','; };
  const auto is_digit = [](char32_t c) { return c >= U'0' && c <= U'9'; };
  if (at >= text.size()) return false;
  auto base = at - 1;
  while (base > 0 && text[base] == 0x308) --base;
  return (base == 0 && text[0] == U'-') || (is_point(text[base]) && is_digit(text[at])) ||
         (at + 1 < text.size() && is_point(text[at]) && is_digit(text[at + 1]));
}

// `other`: a sign that CLDR's rules, which ICU has, treat otherwise than the plain ones; cases with it are left out.
void expect_conformance(const std::string& name, Break kind, std::size_t least, char32_t other = 0) {
  std::ifstream file("/usr/share/unicode/auxiliary/" + name);
  ASSERT_TRUE(file) << "Debian's package unicode-data has it";
  std::size_t count = 0;
  Case each;
  for (std::string line; std::getline(file, line);) {
    if (!read_case(line, each) || (other != 0 && each.text.find(other) != std::u32string::npos)) continue;
    ++count;
    const auto flags = find_breaks(each.text, std::uint8_t(kind));
    for (std::size_t i = 1; i < each.breaks.size(); ++i) {
      if (kind == Break::line && is_newer_rule(each.text, i)) continue;
      EXPECT_EQ(has_break(flags[i], kind), each.breaks[i]) << line << " at " << i;
    }
  }
  EXPECT_GE(count, least);
}

TEST(BreaksTest, FindGraphemesAsUax29Does) {
  expect_conformance("GraphemeBreakTest.txt", Break::grapheme, 600);
}

TEST(BreaksTest, FindWordsAsUax29Does) {
  expect_conformance("WordBreakTest.txt", Break::word, 1400,
                     U':');  // CLDR: a colon is part of a word in Finnish and Swedish only
}

TEST(BreaksTest, FindLinesAsUax14Does) {
  expect_conformance("LineBreakTest.txt", Break::line, 7000);
}

TEST(BreaksTest, DivideThaiByItsDictionary) {
  const auto flags = find_breaks(U"ทะเลและเธอ", std::uint8_t(Break::line));
  EXPECT_TRUE(has_break(flags[4], Break::line)) << "after ทะเล";
  EXPECT_FALSE(has_break(flags[1], Break::line));
}

TEST(BreaksTest, AreAtBothEndsOfNothing) {
  EXPECT_EQ(find_breaks(U"", Break::grapheme | Break::line), std::vector<std::uint8_t>{5});
}

TEST(BreaksTest, TakeWhateverTheyAreGiven) {
  const std::u32string odd{0xD800, 0x110000, 0xFFFFFFFF, U'a', 0x1F469, 0x200D};
  const auto flags = find_breaks(odd, Break::grapheme | Break::word);
  EXPECT_EQ(flags.size(), odd.size() + 1);
}

}  // namespace
}  // namespace twinlamp::text

#include "client/text/layout.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "client/text/unicode.h"

namespace twinlamp::text {
namespace {

float one_each(char32_t) {
  return 1;
}

std::vector<std::u32string> rows_of(std::u32string_view points, float width) {
  std::vector<std::u32string> rows;
  for (const auto& row : wrap(points, width, one_each).rows)
    rows.emplace_back(points.substr(row.begin, row.end - row.begin));
  return rows;
}

using Rows = std::vector<std::u32string>;

TEST(LayoutTest, HasOneRowForNoText) {
  EXPECT_EQ(rows_of(U"", 10), Rows{U""});
}

TEST(LayoutTest, BreaksBetweenWords) {
  EXPECT_EQ(rows_of(U"the sea and you", 8), (Rows{U"the sea ", U"and you"}));
}

TEST(LayoutTest, LetsSpacesHangOverTheEdge) {
  EXPECT_EQ(rows_of(U"abc   def", 3), (Rows{U"abc   ", U"def"}));
  EXPECT_EQ(wrap(U"abc   def", 3, one_each).rows[0].width, 3);
}

TEST(LayoutTest, BreaksAWordThatIsTooWide) {
  EXPECT_EQ(rows_of(U"abcdefg", 3), (Rows{U"abc", U"def", U"g"}));
}

TEST(LayoutTest, BreaksAfterAHyphenInsideAWord) {
  EXPECT_EQ(rows_of(U"a well-known tale", 8), (Rows{U"a well-", U"known ", U"tale"}));
}

TEST(LayoutTest, KeepsEmptyParagraphs) {
  EXPECT_EQ(rows_of(U"a\n\nb\n", 5), (Rows{U"a", U"", U"b", U""}));
}

TEST(LayoutTest, NeverBeginsARowWithACombiningMark) {
  EXPECT_EQ(rows_of(U"abc\u0301d", 3), (Rows{U"abc\u0301", U"d"}));
}

TEST(LayoutTest, PutsAtLeastOneCodePointOnARowHoweverNarrow) {
  EXPECT_EQ(rows_of(U"abc", 0), (Rows{U"a", U"b", U"c"}));
}

TEST(LayoutTest, SaysWhichRowsGoOn) {
  const auto layout = wrap(U"aa bb\ncc", 3, one_each);
  ASSERT_EQ(layout.rows.size(), 3u);
  EXPECT_TRUE(layout.rows[0].wrapped);
  EXPECT_FALSE(layout.rows[1].wrapped);
}

TEST(LayoutTest, FindsTheRowOfAPosition) {
  const auto layout = wrap(U"aa bb\ncc", 3, one_each);
  EXPECT_EQ(layout.row_of(0), 0u);
  EXPECT_EQ(layout.row_of(3), 1u);
  EXPECT_EQ(layout.row_of(5), 1u);
  EXPECT_EQ(layout.row_of(6), 2u);
  EXPECT_EQ(layout.row_of(8), 2u);
}

TEST(LayoutTest, FindsThePositionUnderAPoint) {
  const std::u32string text = U"abcd";
  const auto layout = wrap(text, 10, one_each);
  EXPECT_EQ(position_at(text, layout.rows[0], -5, one_each), 0u);
  EXPECT_EQ(position_at(text, layout.rows[0], 1.4f, one_each), 1u);
  EXPECT_EQ(position_at(text, layout.rows[0], 1.6f, one_each), 2u);
  EXPECT_EQ(position_at(text, layout.rows[0], 99, one_each), 4u);
}

// For any text and width: the rows cover it, fit, and a position found under its own offset is itself.
TEST(LayoutTest, CoversAnyTextAtAnyWidth) {
  const std::u32string letters = U"ab  c-\u0301\nЖ…🌙";
  for (auto seed = 0u; seed < 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    std::u32string text;
    for (auto left = random() % 60; left > 0; --left) text.push_back(letters[random() % letters.size()]);
    const auto width = float(random() % 12);
    const auto layout = wrap(text, width, one_each);
    std::u32string joined;
    for (std::size_t i = 0; i < layout.rows.size(); ++i) {
      const auto& row = layout.rows[i];
      joined += text.substr(row.begin, row.end - row.begin);
      if (i + 1 < layout.rows.size() && !row.wrapped) joined += U'\n';
      EXPECT_TRUE(row.width <= std::max(width, 1.0f))
          << encode(text) << " row " << i << " at " << row.begin << " to " << row.end << " of " << width;
      for (auto at = row.begin; at <= row.end; ++at) {
        if (layout.row_of(at) != i || (at < row.end && is_combining(text[at]))) continue;
        const auto found = position_at(text, row, offset_of(text, row, at, one_each), one_each);
        EXPECT_TRUE(found <= at && offset_of(text, row, found, one_each) == offset_of(text, row, at, one_each)) << at;
      }
    }
    EXPECT_EQ(joined, text);
  }
}

}  // namespace
}  // namespace twinlamp::text

#include "client/text/layout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "client/text/breaks.h"
#include "tests/client/text/support.h"

namespace twinlamp::text {
namespace {

using test::setter;
constexpr float endless = std::numeric_limits<float>::infinity();

Layout laid_out(std::u32string_view text, float width, const Style& style = test::reading) {
  Layout layout;
  layout.set(text, style, width, setter());
  return layout;
}

std::vector<std::u32string> rows_of(std::u32string_view text, float width) {
  const auto layout = laid_out(text, width);
  std::vector<std::u32string> rows;
  for (std::size_t i = 0; i < layout.row_count(); ++i)
    rows.emplace_back(text.substr(layout.begin_of(i), layout.end_of(i) - layout.begin_of(i)));
  return rows;
}

float width_of(std::u32string_view text) {
  return laid_out(text, endless).row(0).width;
}

using Rows = std::vector<std::u32string>;

TEST(LayoutTest, HasOneRowForNoText) {
  EXPECT_EQ(rows_of(U"", 10), Rows{U""});
  EXPECT_EQ(laid_out(U"", 10).x_of(0, 0), 0);
}

TEST(LayoutTest, BreaksBetweenWords) {
  EXPECT_EQ(rows_of(U"the sea and you", width_of(U"and you") + 1), (Rows{U"the sea ", U"and you"}));
}

TEST(LayoutTest, LetsSpacesHangOverTheEdge) {
  const float word = width_of(U"abc");
  EXPECT_EQ(rows_of(U"abc   abc", word + 0.1f), (Rows{U"abc   ", U"abc"}));
  EXPECT_FLOAT_EQ(laid_out(U"abc   abc", word + 0.1f).row(0).width, word);
}

TEST(LayoutTest, BreaksAWordThatIsTooWideBetweenGraphemes) {
  const auto rows = rows_of(U"mmmmmmmm", width_of(U"mmm") + 1);
  EXPECT_EQ(rows, (Rows{U"mmm", U"mmm", U"mm"}));
  EXPECT_EQ(rows_of(U"👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 1),
            (Rows{U"👩‍👩‍👧‍👦", U"👩‍👩‍👧‍👦"}));
}

TEST(LayoutTest, BreaksBehindAHyphenInsideAWord) {
  EXPECT_EQ(rows_of(U"far long-distance", width_of(U"far long-") + 1), (Rows{U"far long-", U"distance"}));
}

TEST(LayoutTest, NeverBreaksAtNoBreakSpaces) {
  const std::u32string text = U"a 10\u00A0km b";
  EXPECT_EQ(rows_of(text, width_of(U"10\u00A0km") + 1), (Rows{U"a ", U"10\u00A0km ", U"b"}));
}

TEST(LayoutTest, KeepsEmptyParagraphs) {
  EXPECT_EQ(rows_of(U"a\n\nb\n", 100), (Rows{U"a", U"", U"b", U""}));
}

TEST(LayoutTest, PutsAPositionBetweenTwoRowsOnTheLater) {
  const auto layout = laid_out(U"the sea and you", width_of(U"and you") + 1);
  EXPECT_EQ(layout.row_of(7), 0u);
  EXPECT_EQ(layout.row_of(8), 1u);
  EXPECT_EQ(layout.row_of(15), 1u);
}

// What decides how a layout is drawn, so that two can be compared.
std::string drawn(const Layout& layout) {
  std::string out;
  for (std::size_t i = 0; i < layout.row_count(); ++i) {
    const auto& row = layout.row(i);
    out += "row " + std::to_string(layout.begin_of(i)) + ' ' + std::to_string(layout.end_of(i)) + ' ' +
           std::to_string(row.left) + ' ' + std::to_string(row.width) + (row.wrapped ? " wrapped" : "") + '\n';
    for (const auto& piece : row.pieces) {
      out += "  " + std::to_string(piece.begin) + ' ' + std::to_string(piece.end) + ' ' + std::to_string(piece.level) +
             ' ' + std::to_string(piece.x) + (piece.space ? " space" : "");
      for (const auto& glyph : piece.shaped->glyphs) out += ' ' + std::to_string(glyph.id);
      out += '\n';
    }
  }
  return out;
}

// Words of every script, and what makes directions, breaks and scripts reach far.
const std::vector<std::u32string>& fragments() {
  static const std::vector<std::u32string> kept{
      U"the ",   U"sea",      U" ",         U"  ",      U", ",      U". ",      U"(",
      U")",      U"[",        U"]",         U"“",       U"” ",      U"12,5 ",   U"7",
      U"-",      U"/",        U"é",         U"e\u0301", U"\u0301", U"שלום ",   U"וברכה",   U"مرحبا ",
      U"بك",     U"١٢٣ ",     U"नमस्ते ",     U"दोस्त",    U"ขอบคุณ",   U"มาก ",    U"海で待つ",
      U"。",     U"中文的，", U"ー",        U"한국어 ", U"Ελλάδα ", U"привет ", U"👩‍👩‍👧‍👦",
      U"❤️", U"🇪🇸",       U"👍🏽 ", U"\u200F",  U"\u202B",  U"\u202C",  U"\u2067",
      U"\u2069", U"\u200D",   U"𝒜 ",        U"ª "};
  return kept;
}

TEST(LayoutTest, LaysOutAnEditAsIfItWereNew) {
  std::mt19937 random(20261125);
  const auto any = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  for (int run = 0; run < 60; ++run) {
    std::u32string text;
    for (std::size_t i = any(run % 2 == 0 ? 4 : 60); i > 0; --i) text += fragments()[any(fragments().size())];
    Layout edited;
    edited.set(text, test::reading, 300, setter());
    for (int edit = 0; edit < 25; ++edit) {
      const auto at = any(text.size() + 1);
      if (any(3) == 0)
        text.erase(at, any(6));
      else
        text.insert(at, fragments()[any(fragments().size())]);
      edited.set(text, test::reading, 300, setter());
      ASSERT_EQ(drawn(edited), drawn(laid_out(text, 300))) << "run " << run << ", edit " << edit;
    }
  }
}

TEST(LayoutTest, StandsRightToLeftParagraphsAtTheRight) {
  const std::u32string text = U"שלום\nhello";
  const auto layout = laid_out(text, 400);
  EXPECT_TRUE(layout.is_rtl(0));
  EXPECT_FALSE(layout.is_rtl(1));
  EXPECT_NEAR(layout.row(0).left + layout.row(0).width, 400, 0.01);
  EXPECT_NEAR(layout.x_of(0, 0), 400, 0.01);
  EXPECT_LT(layout.x_of(0, 3), layout.x_of(0, 1));
  EXPECT_EQ(layout.x_of(1, 5), 0);
}

TEST(LayoutTest, SetsWordsOfTheOtherDirectionInPlace) {
  const std::u32string text = U"a שלום b";
  const auto layout = laid_out(text, endless);
  ASSERT_EQ(layout.row_count(), 1u);
  EXPECT_LT(layout.x_of(0, 0), layout.x_of(0, 5));  // the word's last letter stands left of its first
  EXPECT_LT(layout.x_of(0, 5), layout.x_of(0, 2));
  EXPECT_GT(layout.x_of(0, 7), layout.x_of(0, 3));
}

TEST(LayoutTest, SelectsInPiecesWhereDirectionsMix) {
  const std::u32string text = U"abc שלום";
  const auto layout = laid_out(text, endless);
  EXPECT_EQ(layout.spans(0, 0, 8).size(), 1u);  // all of it is one
  const auto two = layout.spans(0, 1, 6);       // "bc " and the word's first half, which stands at the right
  ASSERT_EQ(two.size(), 2u);
  EXPECT_LT(two[0].second, two[1].first);
}

TEST(LayoutTest, HangsTheSpacesOfARightToLeftRowAtItsLeft) {
  const std::u32string text = U"שלום   עולם";
  const auto narrow = laid_out(text, width_of(U"שלום") + 1);
  ASSERT_EQ(narrow.row_count(), 2u);
  EXPECT_NEAR(narrow.row(0).left + narrow.row(0).width, width_of(U"שלום") + 1, 0.01);
  EXPECT_NEAR(narrow.row(0).width, width_of(U"שלום"), 0.01);
}

TEST(LayoutTest, PutsTheCaretInsideLigaturesEvenly) {
  const auto layout = laid_out(U"office", endless);
  for (std::size_t i = 1; i <= 6; ++i) EXPECT_GT(layout.x_of(0, i), layout.x_of(0, i - 1)) << i;
}

TEST(LayoutTest, EvensTheRowsOfAHeading) {
  const std::u32string text = U"Which good thing in your life do you not dare to lean on";
  const float width = width_of(text) * 0.9f;
  Layout greedy, even;
  greedy.set(text, test::reading, width, setter());
  even.set(text, test::reading, width, setter(), Layout::Wrap::evenly);
  ASSERT_EQ(greedy.row_count(), even.row_count());
  EXPECT_GT(even.row(1).width, greedy.row(1).width);
  EXPECT_LT(std::abs(even.row(0).width - even.row(1).width), width * 0.3f);
}

// What must hold of every text at every width.
void expect_sound(std::u32string_view text, float width) {
  const auto layout = laid_out(text, width);
  ASSERT_GE(layout.row_count(), 1u);
  EXPECT_EQ(layout.begin_of(0), 0u);
  EXPECT_EQ(layout.end_of(layout.row_count() - 1), text.size());
  for (std::size_t i = 0; i < layout.row_count(); ++i) {
    const auto begin = layout.begin_of(i), end = layout.end_of(i);
    ASSERT_LE(begin, end);
    if (i > 0) {
      const auto before = layout.end_of(i - 1);
      ASSERT_TRUE(before == begin || (before + 1 == begin && text[before] == U'\n'));
    }
    std::vector<bool> covered(end - begin);
    for (const auto& piece : layout.row(i).pieces)
      for (auto at = piece.begin; at < piece.end; ++at) {
        const auto place = layout.origin(i) + at;
        ASSERT_TRUE(place >= begin && place < end && !covered[place - begin]);
        covered[place - begin] = true;
      }
    EXPECT_EQ(std::count(covered.begin(), covered.end(), false), 0);
    const auto graphemes = find_breaks(text.substr(begin, end - begin), std::uint8_t(Break::grapheme));
    for (float x = -5; x < width + 5; x += 7) {
      const auto at = layout.position_at(i, x);
      ASSERT_TRUE(at >= begin && at <= end);
      EXPECT_TRUE(has_break(graphemes[at - begin], Break::grapheme)) << "a caret inside a grapheme";
      EXPECT_EQ(layout.row_of(at), i);
    }
  }
}

TEST(LayoutTest, CoversEveryTextAtEveryWidth) {
  for (const auto& sample : test::samples)
    for (const float width : {1.f, 40.f, 130.f, 700.f}) {
      SCOPED_TRACE(std::string(sample.script) + " " + std::to_string(width));
      expect_sound(decode(sample.utf8), width);
    }
}

std::u32string random_text(std::mt19937& random, std::size_t size) {
  const std::u32string signs =
      U"abc  "
      U"\n\n-éfiשלםمرحבक्षिทะเ海で바한👩\u200D👧🏽🇪🇸\u0301\uFE0F(),."
      U"١٢3\u200F\u202E\u00A0\uFFFD";
  std::u32string text;
  for (std::size_t i = 0; i < size; ++i)
    text += random() % 50 == 0 ? char32_t(random() % 0x2FFFF) : signs[random() % signs.size()];
  for (auto& c : text)
    if (c >= 0xD800 && c <= 0xDFFF) c = replacement;
  return text;
}

TEST(LayoutTest, IsSoundForAnySigns) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    expect_sound(random_text(random, random() % 200), 20.f + float(random() % 300));
  }
}

void expect_same(const Layout& a, const Layout& b) {
  ASSERT_EQ(a.row_count(), b.row_count());
  for (std::size_t i = 0; i < a.row_count(); ++i) {
    EXPECT_EQ(a.begin_of(i), b.begin_of(i));
    EXPECT_EQ(a.end_of(i), b.end_of(i));
    EXPECT_EQ(a.row(i).width, b.row(i).width);
    ASSERT_EQ(a.row(i).pieces.size(), b.row(i).pieces.size());
    for (std::size_t n = 0; n < a.row(i).pieces.size(); ++n) EXPECT_EQ(a.row(i).pieces[n].x, b.row(i).pieces[n].x);
  }
}

TEST(LayoutTest, IsTheSameAfterEditsAsLaidOutAnew) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    auto text = random_text(random, 150);
    Layout kept;
    for (int edit = 0; edit < 30; ++edit) {
      const auto at = random() % (text.size() + 1), removed = random() % 6;
      text.replace(at, std::min(removed, text.size() - at), random_text(random, random() % 5));
      kept.set(text, test::reading, 160, setter());
      expect_same(kept, laid_out(text, 160));
    }
  }
}

TEST(LayoutTest, ShapesOnlyWhatIsNewWhenOneTypes) {
  std::u32string text;
  for (int i = 0; text.size() < 20'000; ++i)
    text += U"the sea and word" + std::u32string(1, U'a' + char32_t(i % 26)) + U" ";
  Layout layout;
  layout.set(text, test::reading, 640, setter());
  const auto before = setter().shaper.shaped();
  text.insert(10'000, U"q");
  layout.set(text, test::reading, 640, setter());
  EXPECT_LE(setter().shaper.shaped() - before, 8u);
}

}  // namespace
}  // namespace twinlamp::text

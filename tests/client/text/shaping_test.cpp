// What is drawn for each script: the same glyphs as HarfBuzz's own program, none of them missing.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <limits>
#include <set>
#include <sstream>

#include "client/text/atlas.h"
#include "tests/client/text/support.h"

namespace twinlamp::text {
namespace {

using test::setter;

Layout row_of(std::u32string_view text, const Style& style) {
  Layout layout;
  layout.set(text, style, std::numeric_limits<float>::infinity(), setter());
  return layout;
}

// Glyph ids from left to right, as hb-shape prints them for a piece of text in one font.
std::vector<std::uint32_t> by_hb_shape(const Shaped& piece) {
  std::ostringstream command;
  command << "hb-shape --no-glyph-names --no-positions --no-clusters --cluster-level=0 --features=lnum --language=en --direction="
          << (piece.rtl ? "rtl" : "ltr") << " --face-index=" << piece.font->file().index() << " --unicodes=";
  for (std::size_t i = 0; i < piece.text.size(); ++i)
    command << (i == 0 ? "" : ",") << std::hex << std::uint32_t(piece.text[i]);
  command << std::dec << " '" << piece.font->file().path() << "'";
  std::string printed;
  auto* pipe = popen(command.str().c_str(), "r");
  std::array<char, 4096> part{};
  while (pipe != nullptr && fgets(part.data(), int(part.size()), pipe) != nullptr) printed += part.data();
  if (pipe != nullptr) pclose(pipe);
  std::vector<std::uint32_t> ids;
  std::string number;
  for (const char c : printed) {
    if (c >= '0' && c <= '9') {
      number += c;
    } else if (!number.empty()) {
      ids.push_back(std::uint32_t(std::stoul(number)));
      number.clear();
    }
  }
  return ids;
}

TEST(ShapingTest, StandsEveryFigureAsTallAsACapital) {
  for (const auto& style : {test::body, test::reading}) {
    const auto top_of = [&](std::u32string_view text) {
      const auto layout = row_of(text, style);
      const auto& piece = *layout.row(0).pieces.front().shaped;
      const auto drawn = piece.font->draw(piece.glyphs.front().id, 0);
      return drawn ? drawn->top : 0;
    };
    const int capital = top_of(U"H");
    ASSERT_GT(capital, 0);
    for (char32_t figure = U'0'; figure <= U'9'; ++figure)
      EXPECT_GE(top_of(std::u32string(1, figure)), capital - 1) << "a 1 that hangs reads as an I: " << int(figure - U'0');
  }
}

TEST(ShapingTest, GivesTheGlyphsThatHbShapeGives) {
  for (const auto& sample : test::samples)
    for (const auto& style : {test::body, test::reading}) {
      const auto layout = row_of(decode(sample.utf8), style);
      for (const auto& piece : layout.row(0).pieces) {
        if (piece.space) continue;
        std::vector<std::uint32_t> ours;
        for (const auto& glyph : piece.shaped->glyphs) ours.push_back(glyph.id);
        EXPECT_EQ(ours, by_hb_shape(*piece.shaped)) << sample.script << ": " << encode(piece.shaped->text);
      }
    }
}

TEST(ShapingTest, LacksNoGlyphOfAnyScript) {
  for (const auto& sample : test::samples)
    for (const auto& style : {test::body, test::reading}) {
      const auto layout = row_of(decode(sample.utf8), style);
      for (const auto& piece : layout.row(0).pieces)
        for (const auto& glyph : piece.shaped->glyphs)
          EXPECT_NE(glyph.id, 0u) << sample.script << ": " << encode(piece.shaped->text);
    }
}

TEST(ShapingTest, DrawsEachEmojiAsOnePictureInColour) {
  for (const auto* emoji : {U"👩‍👩‍👧‍👦", U"👍🏽", U"🇪🇸", U"❤️‍🔥", U"1️⃣",
                            U"🧑🏿‍❤️‍💋‍🧑🏻", U"❤️", U"☝🏻", U"🖐🏿"}) {
    const auto layout = row_of(emoji, test::reading);
    ASSERT_EQ(layout.row(0).pieces.size(), 1u);
    const auto& shaped = *layout.row(0).pieces[0].shaped;
    EXPECT_TRUE(shaped.font->file().is_color());
    EXPECT_EQ(shaped.glyphs.size(), 1u) << encode(emoji);
    Atlas atlas;
    const auto* picture = atlas.find(*shaped.font, shaped.glyphs[0].id, 0);
    ASSERT_NE(picture, nullptr);
    EXPECT_TRUE(picture->colored);
    EXPECT_NEAR(picture->height, 20, 8);
  }
}

TEST(ShapingTest, KeepsTheHeartATextSignWithoutItsSelector) {
  EXPECT_FALSE(is_emoji(U"❤"));
  EXPECT_TRUE(is_emoji(U"❤️"));
  EXPECT_FALSE(is_emoji(U"👍\uFE0E"));
  EXPECT_FALSE(is_emoji(U"7"));
  EXPECT_FALSE(is_emoji(U"©"));
}

TEST(ShapingTest, JoinsArabicLetters) {
  const auto joined = row_of(U"ببب", test::body), apart = row_of(U"ب ب ب", test::body);
  std::set<std::uint32_t> forms;
  for (const auto& glyph : joined.row(0).pieces[0].shaped->glyphs) forms.insert(glyph.id);
  EXPECT_GE(forms.size(), 3u) << "first, middle and last form differ";
}

TEST(ShapingTest, AsksForRareSignsOnlyAFewTimes) {
  std::u32string rare;
  for (char32_t i = 0; i < 6000; ++i) rare += {char32_t(0xE000 + i), char32_t(0x20000 + i)};
  Typesetter own;
  Layout layout;
  layout.set(rare, test::body, 300, own);
  EXPECT_EQ(layout.end_of(layout.row_count() - 1), rare.size());
  EXPECT_LE(own.fonts.asked(), 60u);
}

TEST(ShapingTest, ForgetsWhatItHasShaped) {
  Typesetter own;
  Layout layout;
  layout.set(U"something private", test::body, 100, own);
  const auto shaped = own.shaper.shaped();
  own.shaper.forget();
  Layout again;
  again.set(U"something private", test::body, 100, own);
  EXPECT_GT(own.shaper.shaped(), shaped);
}

TEST(AtlasTest, DrawsAGlyphOnce) {
  Atlas atlas;
  const auto& font = setter().fonts.primary(test::body);
  const auto layout = row_of(U"e", test::body);
  const auto id = layout.row(0).pieces[0].shaped->glyphs[0].id;
  const auto* first = atlas.find(font, id, 0.1f);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(atlas.find(font, id, 0.2f), first);
  EXPECT_EQ(atlas.drawn(), 1u);
  EXPECT_NE(atlas.find(font, id, 0.6f), nullptr);
  EXPECT_EQ(atlas.drawn(), 2u);
}

TEST(AtlasTest, GivesEachChangedRectangleOnce) {
  Atlas atlas;
  const auto& font = setter().fonts.primary(test::body);
  atlas.find(font, 40, 0);
  EXPECT_EQ(atlas.take_dirty().size(), 1u);
  EXPECT_TRUE(atlas.take_dirty().empty());
}

TEST(AtlasTest, EmptiesItsOldestPageWhenItIsFull) {
  Atlas atlas(1);
  int drawn = 0;
  const auto& font = setter().fonts.primary({Family::book, 120});
  for (std::uint32_t glyph = 1; glyph < 400 && !atlas.has_run_out(); ++glyph)
    drawn += atlas.find(font, glyph, 0) != nullptr;
  ASSERT_TRUE(atlas.has_run_out());
  EXPECT_GT(drawn, 20);
  EXPECT_EQ(atlas.pages(), 1u);
  atlas.begin_frame();
  EXPECT_FALSE(atlas.has_run_out());
  EXPECT_NE(atlas.find(font, 300, 0), nullptr);
}

}  // namespace
}  // namespace twinlamp::text

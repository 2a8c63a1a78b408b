// What each script looks like, against a picture that people looked at: shaping, fonts, glyphs and their places
// together.
//
// TWINLAMP_NEW_PICTURES=FOLDER writes them anew, to be looked at before they are kept.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

#include "client/text/atlas.h"
#include "tests/client/text/support.h"

namespace twinlamp::text {
namespace {

constexpr int width = 620, margin = 10;
const Style look{Family::book, 30};

// Dark ink on paper, RGB.
struct Canvas {
  explicit Canvas(int tall) : height(tall), rgb(std::size_t(width) * std::size_t(tall) * 3, 250) {}

  void put(const AtlasGlyph& glyph, const std::uint32_t* page, int x, int y) {
    for (int row = 0; row < glyph.height; ++row)
      for (int column = 0; column < glyph.width; ++column) {
        const auto pixel = page[(glyph.y + row) * Atlas::page_size + glyph.x + column];
        const int to_x = x + glyph.left + column, to_y = y + glyph.top + row;
        if (to_x < 0 || to_y < 0 || to_x >= width || to_y >= height) continue;
        const int alpha = int(pixel >> 24);
        for (int channel = 0; channel < 3; ++channel) {
          auto& under = rgb[(std::size_t(to_y) * width + std::size_t(to_x)) * 3 + std::size_t(channel)];
          const int ink = glyph.colored ? int((pixel >> (8 * channel)) & 0xFF) : 30;
          under = std::uint8_t((under * (255 - alpha) + ink * alpha) / 255);
        }
      }
  }

  int height;
  std::vector<std::uint8_t> rgb;
};

Canvas drawn(std::u32string_view text) {
  auto& setter = test::setter();
  Layout layout;
  layout.set(text, look, width - 2 * margin, setter);
  constexpr int tall = 44;
  Canvas canvas(int(layout.row_count()) * tall + 2 * margin);
  Atlas atlas;
  std::vector<std::vector<std::uint32_t>> pages;
  for (int pass = 0; pass < 2; ++pass) {  // the first one fills the pages
    atlas.begin_frame();
    for (std::size_t row = 0; row < layout.row_count(); ++row)
      for (const auto& piece : layout.row(row).pieces)
        for (const auto& glyph : piece.shaped->glyphs) {
          const float x = margin + piece.x + glyph.x, whole = std::floor(x);
          const auto* picture = atlas.find(*piece.shaped->font, glyph.id, x - whole);
          if (picture == nullptr || pass == 0) continue;
          canvas.put(*picture, pages[picture->page].data(), int(whole),
                     margin + int(row) * tall + 31 + int(std::round(glyph.y)));
        }
    for (const auto& dirty : atlas.take_dirty()) {
      pages.resize(std::max<std::size_t>(pages.size(), dirty.page + 1u));
      auto& page = pages[dirty.page];
      page.resize(std::size_t(Atlas::page_size) * Atlas::page_size);
      for (int row = 0; row < dirty.height; ++row)
        std::copy_n(dirty.pixels + row * Atlas::page_size, dirty.width,
                    page.begin() + (dirty.y + row) * Atlas::page_size + dirty.x);
    }
  }
  return canvas;
}

// Of all pixels, how many differ by more than a shade that nobody sees.
double difference(const Canvas& canvas, const std::uint8_t* other) {
  std::size_t differ = 0;
  for (std::size_t i = 0; i < canvas.rgb.size(); i += 3) {
    int most = 0;
    for (std::size_t c = 0; c < 3; ++c) most = std::max(most, std::abs(int(canvas.rgb[i + c]) - int(other[i + c])));
    differ += most > 24 ? 1 : 0;
  }
  return double(differ) / double(canvas.rgb.size() / 3);
}

std::vector<test::Sample> all() {
  std::vector<test::Sample> all(test::samples.begin(), test::samples.end());
  all.push_back({"mixed", test::mixed});
  return all;
}

class PictureTest : public testing::TestWithParam<test::Sample> {};

TEST_P(PictureTest, LooksAsItDidWhenItWasLookedAt) {
  const auto canvas = drawn(decode(GetParam().utf8));
  if (const char* folder = std::getenv("TWINLAMP_NEW_PICTURES")) {
    const auto path = std::string(folder) + "/" + GetParam().script + ".png";
    ASSERT_NE(stbi_write_png(path.c_str(), width, canvas.height, 3, canvas.rgb.data(), width * 3), 0) << path;
    return;
  }
  const auto path = std::string(TWINLAMP_PICTURES) + "/" + GetParam().script + ".png";
  int wide = 0, tall = 0, channels = 0;
  auto* kept = stbi_load(path.c_str(), &wide, &tall, &channels, 3);
  ASSERT_NE(kept, nullptr) << path;
  EXPECT_EQ(wide, width);
  ASSERT_EQ(tall, canvas.height);
  EXPECT_LT(difference(canvas, kept), 0.002);
  stbi_image_free(kept);
}

INSTANTIATE_TEST_SUITE_P(EachScript, PictureTest, testing::ValuesIn(all()),
                         [](const auto& each) { return std::string(each.param.script); });

// The measure itself: another letter must be seen.
TEST(PictureMeasureTest, SeesASingleOtherLetter) {
  const auto canvas = drawn(U"The sea, and you reading"), other = drawn(U"The sea, and you leading");
  ASSERT_EQ(canvas.height, other.height);
  EXPECT_GT(difference(canvas, other.rgb.data()), 0.002);
}

}  // namespace
}  // namespace twinlamp::text

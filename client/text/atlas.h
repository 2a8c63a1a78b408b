// Where drawn glyphs are kept: pages of one size, each a texture for whoever draws.
//
// A glyph is drawn by FreeType once for each quarter of a pixel it stands on, white with its cover as alpha; emoji in
// their colours. The number of pages is bounded: when all are full the one not used for longest is emptied, at
// begin_frame(), never while a frame refers to it. A glyph for which there is no room in this frame is not drawn until
// the next. Knows no graphics library: the owner uploads what take_dirty() gives. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "client/text/font.h"

namespace twinlamp::text {

struct AtlasGlyph {
  std::uint16_t page = 0;
  bool colored = false;
  std::int16_t left = 0, top = 0;  // from the pen's whole pixel: right, and down to the picture's upper edge
  std::uint16_t x = 0, y = 0, width = 0, height = 0;  // on its page
};

struct DirtyRect {
  std::uint16_t page = 0, x = 0, y = 0, width = 0, height = 0;
  const std::uint32_t* pixels = nullptr;  // of the page's first pixel of this rectangle, RGBA; rows are a page apart
};

class Atlas {
public:
  static constexpr std::uint16_t page_size = 1024;

  explicit Atlas(std::size_t most_pages = 4) : most_pages_(most_pages) {}

  void begin_frame();
  // Null where the glyph has no picture, or no room in this frame; see has_run_out().
  const AtlasGlyph* find(const Font& font, std::uint32_t glyph, float shift);
  bool has_run_out() const { return run_out_; }  // draw one more frame then
  void clear();

  std::vector<DirtyRect> take_dirty();
  std::size_t pages() const { return pages_.size(); }
  std::uint64_t drawn() const { return drawn_; }  // glyphs so far, for tests and benches

private:
  struct Page {
    std::vector<std::uint32_t> pixels;
    std::uint16_t shelf_y = 0, shelf_height = 0, pen_x = 0;
    std::uint16_t dirty_left = page_size, dirty_top = page_size, dirty_right = 0, dirty_bottom = 0;
    std::uint64_t used = 0;  // the last frame
  };
  struct Key {
    const Font* font;
    std::uint32_t glyph, quarter;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return (reinterpret_cast<std::uintptr_t>(key.font) >> 4) * 0x9E3779B97F4A7C15ull ^
             (key.glyph * 4u + key.quarter) * 0x85EBCA6Bu;
    }
  };
  struct Slot {
    bool empty = false;  // has no picture
    AtlasGlyph glyph;
  };

  std::optional<AtlasGlyph> place(const Bitmap& bitmap);
  bool make_room(Page& page, std::uint16_t width, std::uint16_t height);
  void copy(const Bitmap& bitmap, const AtlasGlyph& to);
  void empty_page(std::size_t index);

  std::size_t most_pages_;
  std::vector<Page> pages_;
  std::unordered_map<Key, Slot, Hash> glyphs_;
  std::uint64_t frame_ = 1, drawn_ = 0;
  bool run_out_ = false;
};

}  // namespace twinlamp::text

#include "client/text/atlas.h"

#include <algorithm>
#include <cmath>

namespace twinlamp::text {
namespace {

constexpr float large = 30;  // letters so tall need no quarters of a pixel

std::uint32_t quarter_of(const Font& font, float shift) {
  if (font.file().is_color() || font.size() >= large) return 0;
  return std::uint32_t(std::clamp(int(shift * 4), 0, 3));
}

}  // namespace

void Atlas::begin_frame() {
  ++frame_;
  if (!run_out_) return;
  run_out_ = false;
  const auto oldest =
      std::min_element(pages_.begin(), pages_.end(), [](const Page& a, const Page& b) { return a.used < b.used; });
  if (oldest != pages_.end()) empty_page(std::size_t(oldest - pages_.begin()));
}

void Atlas::empty_page(std::size_t index) {
  std::erase_if(glyphs_, [&](const auto& each) { return !each.second.empty && each.second.glyph.page == index; });
  auto& page = pages_[index];
  std::fill(page.pixels.begin(), page.pixels.end(), 0);
  page.shelf_y = page.shelf_height = page.pen_x = 0;
  page.dirty_left = page.dirty_top = 0;
  page.dirty_right = page.dirty_bottom = page_size;
}

void Atlas::clear() {
  glyphs_.clear();
  for (std::size_t i = 0; i < pages_.size(); ++i) empty_page(i);
  run_out_ = false;
}

const AtlasGlyph* Atlas::find(const Font& font, std::uint32_t glyph, float shift) {
  const Key key{&font, glyph, quarter_of(font, shift)};
  auto found = glyphs_.find(key);
  if (found == glyphs_.end()) {
    ++drawn_;
    const auto bitmap = font.draw(glyph, float(key.quarter) / 4);
    if (!bitmap) {
      found = glyphs_.emplace(key, Slot{true, {}}).first;
    } else {
      const auto placed = place(*bitmap);
      if (!placed) return nullptr;
      found = glyphs_.emplace(key, Slot{false, *placed}).first;
    }
  }
  if (found->second.empty) return nullptr;
  pages_[found->second.glyph.page].used = frame_;
  return &found->second.glyph;
}

std::optional<AtlasGlyph> Atlas::place(const Bitmap& bitmap) {
  if (bitmap.width + 1 > page_size || bitmap.height + 1 > page_size) return std::nullopt;
  const auto width = std::uint16_t(bitmap.width + 1), height = std::uint16_t(bitmap.height + 1);
  auto page = std::find_if(pages_.begin(), pages_.end(), [&](Page& each) { return make_room(each, width, height); });
  if (page == pages_.end()) {
    if (pages_.size() >= most_pages_) {
      run_out_ = true;
      return std::nullopt;
    }
    page = pages_.emplace(pages_.end());
    page->pixels.assign(std::size_t(page_size) * page_size, 0);
    page->dirty_left = page->dirty_top = 0;  // the texture begins clear all over
    page->dirty_right = page->dirty_bottom = page_size;
    make_room(*page, width, height);
  }
  AtlasGlyph made{std::uint16_t(page - pages_.begin()),
                  bitmap.colored,
                  std::int16_t(bitmap.left),
                  std::int16_t(-bitmap.top),
                  page->pen_x,
                  page->shelf_y,
                  std::uint16_t(bitmap.width),
                  std::uint16_t(bitmap.height)};
  page->pen_x = std::uint16_t(page->pen_x + width);
  copy(bitmap, made);
  return made;
}

// Shelves: rows of glyphs of about one height, one below the other.
bool Atlas::make_room(Page& page, std::uint16_t width, std::uint16_t height) {
  if (page.pen_x + width <= page_size && page.shelf_y + std::max(page.shelf_height, height) <= page_size) {
    page.shelf_height = std::max(page.shelf_height, height);
    return true;
  }
  if (page.shelf_y + page.shelf_height + height > page_size) return false;
  page.shelf_y = std::uint16_t(page.shelf_y + page.shelf_height);
  page.shelf_height = height;
  page.pen_x = 0;
  return true;
}

void Atlas::copy(const Bitmap& bitmap, const AtlasGlyph& to) {
  auto& page = pages_[to.page];
  for (int y = 0; y < bitmap.height; ++y) {
    auto* row = page.pixels.data() + (std::size_t(to.y) + std::size_t(y)) * page_size + to.x;
    for (int x = 0; x < bitmap.width; ++x) {
      const auto* from = reinterpret_cast<const unsigned char*>(bitmap.pixels.data());
      const auto at = std::size_t(y) * std::size_t(bitmap.width) + std::size_t(x);
      if (bitmap.colored) {
        const auto* p = from + at * 4;
        row[x] = std::uint32_t(p[0]) | std::uint32_t(p[1]) << 8 | std::uint32_t(p[2]) << 16 | std::uint32_t(p[3]) << 24;
      } else {
        row[x] = 0x00FFFFFFu | std::uint32_t(from[at]) << 24;
      }
    }
  }
  page.dirty_left = std::min(page.dirty_left, to.x);
  page.dirty_top = std::min(page.dirty_top, to.y);
  page.dirty_right = std::max(page.dirty_right, std::uint16_t(to.x + to.width));
  page.dirty_bottom = std::max(page.dirty_bottom, std::uint16_t(to.y + to.height));
}

std::vector<DirtyRect> Atlas::take_dirty() {
  std::vector<DirtyRect> dirty;
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    auto& page = pages_[i];
    if (page.dirty_right <= page.dirty_left) continue;
    dirty.push_back({std::uint16_t(i), page.dirty_left, page.dirty_top,
                     std::uint16_t(page.dirty_right - page.dirty_left),
                     std::uint16_t(page.dirty_bottom - page.dirty_top),
                     page.pixels.data() + std::size_t(page.dirty_top) * page_size + page.dirty_left});
    page.dirty_left = page.dirty_top = page_size;
    page.dirty_right = page.dirty_bottom = 0;
  }
  return dirty;
}

}  // namespace twinlamp::text

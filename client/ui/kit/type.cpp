#include "client/ui/kit/type.h"

#include <cmath>

namespace twinlamp::ui {
namespace {

bool is_book(Face face) {
  return face == Face::reading || face == Face::italic || face == Face::card || face == Face::title;
}

// Glyphs of one page after the other, so that the draw list's texture changes as seldom as can be.
class GlyphPen {
public:
  GlyphPen(Ui& ui, Color color)
      : ui_(ui), draw_(ui.draw()), ink_(ui.color(color)), plain_(ui.color({1, 1, 1, color.a})) {}
  ~GlyphPen() { leave(); }
  GlyphPen(const GlyphPen&) = delete;
  GlyphPen& operator=(const GlyphPen&) = delete;

  void put(const text::Font& font, std::uint32_t glyph, float x, float y) {
    const float whole = std::floor(x);
    const auto* picture = ui_.fonts().atlas().find(font, glyph, x - whole);
    if (picture == nullptr) return;
    go_to(picture->page);
    constexpr float size = text::Atlas::page_size;
    const ImVec2 a{whole + picture->left, std::round(y) + picture->top};
    const ImVec2 b{a.x + picture->width, a.y + picture->height};
    const ImVec2 from{picture->x / size, picture->y / size};
    const ImVec2 to{(picture->x + picture->width) / size, (picture->y + picture->height) / size};
    draw_.PrimReserve(6, 4);
    draw_.PrimRectUV(a, b, from, to, picture->colored ? plain_ : ink_);
  }

private:
  void go_to(std::uint16_t page) {
    if (page_ == page) return;
    leave();
    draw_.PushTextureID(ui_.fonts().texture_of(page));
    page_ = page;
  }
  void leave() {
    if (page_ >= 0) draw_.PopTextureID();
    page_ = -1;
  }

  Ui& ui_;
  ImDrawList& draw_;
  ImU32 ink_, plain_;
  int page_ = -1;
};

}  // namespace

float line_height(const Ui& ui, Face face) {
  const float em = ui.fonts().style(face).size;
  return std::round(em * (is_book(face) ? ui.theme.type.book_leading : ui.theme.type.leading));
}

float baseline_of(Ui& ui, Face face) {
  const auto& font = ui.fonts().setter().fonts.primary(ui.fonts().style(face));
  return std::round((line_height(ui, face) + font.ascent() - font.descent()) / 2);
}

void draw_row(Ui& ui, const text::Layout& layout, std::size_t row, Face face, float x, float top, Color color) {
  const float base = top + baseline_of(ui, face);
  GlyphPen pen(ui, color);
  for (const auto& piece : layout.row(row).pieces) {
    if (piece.space) continue;
    for (const auto& glyph : piece.shaped->glyphs)
      pen.put(*piece.shaped->font, glyph.id, x + piece.x + glyph.x, base + glyph.y);
  }
}

}  // namespace twinlamp::ui

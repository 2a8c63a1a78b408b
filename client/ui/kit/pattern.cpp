#include "client/ui/kit/pattern.h"

#include <cstdio>

#include <string>

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

constexpr std::array<std::uint32_t, 4> tints{0xF3B35A, 0xD97A6C, 0x7F8FD6, 0x6FB39B};

// Five by five quarter tiles, mirrored at the middle; two bits choose the shape, two the turn, two the tint.
struct Tile {
  unsigned shape, turn, tint;
};

Tile tile_at(const std::array<std::uint8_t, 16>& bytes, unsigned index) {
  const auto byte = bytes[index % 16];
  const auto more = bytes[(index + 7) % 16];
  return {byte & 3u, (byte >> 2) & 3u, (more >> 4) & 3u};
}

void draw_tile(Ui& ui, const Tile& tile, const Rect& box, bool mirrored) {
  const auto color = ui.color(rgb(tints[tile.tint]));
  const unsigned turn = mirrored ? (tile.turn ^ 1u) : tile.turn;
  const ImVec2 corners[4]{{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
  // Corners 0 and 1, 3 and 2 change places in the mirror.
  const auto corner = corners[turn];
  auto& list = ui.draw();
  if (tile.shape == 0)
    list.AddCircleFilled({box.x + box.width / 2, box.y + box.height / 2}, box.width * 0.34f, color, 32);
  if (tile.shape == 1) {
    const float start = float(turn) * 1.5707963f;
    list.PathLineTo(corner);
    list.PathArcTo(corner, box.width * 0.92f, start, start + 1.5707963f, 20);
    list.PathFillConvex(color);
  }
  if (tile.shape == 2) list.AddTriangleFilled(corners[turn], corners[(turn + 1) % 4], corners[(turn + 3) % 4], color);
  if (tile.shape == 3) {
    const float third = box.width * 0.28f;
    list.AddRectFilled({box.x + third, box.y + third}, {box.right() - third, box.bottom() - third}, color,
                       box.width * 0.08f);
  }
}

}  // namespace

void same_pattern(Ui& ui, const std::array<std::uint8_t, 16>& bytes, float tall) {
  const auto rect = ui.take(ui.px(tall));
  const float side = rect.height, cell = (side - ui.px(1.2f)) / 5;
  const Rect frame{rect.x + (rect.width - side) / 2, rect.y, side, side};
  fill(ui, frame, ui.theme.colors.sunken, ui.em(0.8f));
  const float left = frame.x + (side - cell * 5) / 2, top = frame.y + (side - cell * 5) / 2;
  for (unsigned row = 0; row < 5; ++row) {
    for (unsigned column = 0; column < 5; ++column) {
      const bool mirrored = column > 2;
      const auto tile = tile_at(bytes, row * 3 + (mirrored ? 4 - column : column));
      draw_tile(ui, tile, Rect{left + float(column) * cell, top + float(row) * cell, cell, cell}.grown(-ui.em(0.06f)),
                mirrored);
    }
  }
  std::string hex;
  for (const auto byte : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", byte);
    hex += two;
  }
  ui.record("pattern", "Pattern", frame, hex);
}

}  // namespace twinlamp::ui

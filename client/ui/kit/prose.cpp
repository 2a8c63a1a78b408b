#include "client/ui/kit/prose.h"

#include <algorithm>
#include <cmath>

namespace twinlamp::ui {
namespace {

constexpr float endless = LayoutCache::endless;

bool is_unset(const Color& color) {
  return color.a == 0 || (color.r == 0 && color.g == 0 && color.b == 0);
}

// No last row of a single short word: the column is made a little narrower where that takes no row more.
const text::Layout& laid_out(Ui& ui, std::string_view text, const ProseLook& look, float column) {
  const bool centred = look.align == Align::centre;
  const auto in = [&](float width) -> const text::Layout& {
    return ui.layouts().find(ui.fonts(), text, {.face = look.face, .width = width, .even = centred});
  };
  const auto& layout = in(column);
  const auto rows = layout.row_count();
  const auto last = [](const text::Layout& of) { return of.row(of.row_count() - 1).width; };
  if (centred || rows < 2 || rows > 6 || last(layout) > column * 0.2f || layout.is_rtl(0)) return layout;
  if (text.find('\n') != std::string_view::npos) return layout;
  for (const float part : {0.94f, 0.88f, 0.82f, 0.76f, 0.7f}) {
    const auto& tried = in(std::floor(column * part));
    if (tried.row_count() != rows) break;
    if (last(tried) > column * 0.24f) return tried;
  }
  return in(column);
}

}  // namespace

float text_width(Ui& ui, Face face, std::string_view text) {
  return text.empty() ? 0 : ui.layouts().find(ui.fonts(), text, {.face = face}).row(0).width;
}

void put_line(Ui& ui, Face face, Color color, float x, float y, std::string_view text, float widest) {
  if (text.empty()) return;
  draw_row(ui, ui.layouts().find(ui.fonts(), text, {.face = face, .widest = widest}), 0, face, std::round(x), y, color);
}

Rect prose(Ui& ui, std::string_view text, const ProseLook& look) {
  const float column = look.widest > 0 ? std::min(ui.pen.width, ui.px(look.widest)) : ui.pen.width;
  const bool centred = look.align == Align::centre;
  const auto& layout = laid_out(ui, text, look, column);
  const float tall = line_height(ui, look.face);
  const auto rect = ui.take(tall * float(layout.row_count()));
  const float left = std::round(centred ? rect.x + (rect.width - column) / 2 : rect.x);
  const auto color = is_unset(look.color) ? ui.theme.colors.ink : look.color;
  const auto clip_min = ui.draw().GetClipRectMin(), clip_max = ui.draw().GetClipRectMax();
  float from = endless, to = -endless;
  for (std::size_t i = 0; i < layout.row_count(); ++i) {
    const auto& row = layout.row(i);
    const float y = rect.y + tall * float(i);
    const float x = centred ? std::round(left + (column - row.width) / 2 - row.left) : left;
    from = std::min(from, x + row.left), to = std::max(to, x + row.left + row.width);
    if (y + tall < clip_min.y || y > clip_max.y) continue;
    draw_row(ui, layout, i, look.face, x, y, color);
  }
  const Rect drawn{from, rect.y, to - from, rect.height};
  if (!look.role.empty()) ui.record(look.role, text, drawn);
  return drawn;
}

float prose_height(Ui& ui, std::string_view text, Face face, float width) {
  return line_height(ui, face) * float(ui.layouts().find(ui.fonts(), text, {.face = face, .width = width}).row_count());
}

void forget_prose(Ui& ui) {
  ui.layouts().clear();
  ui.fonts().setter().shaper.forget();
}

}  // namespace twinlamp::ui

#include "client/ui/kit/overlap.h"

#include <algorithm>
#include <array>

#include "client/ui/kit/page.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

// The things of one part, centred in the column at the pen.
void draw_items(Ui& ui, const OverlapPart& part, Align align) {
  if (part.items.empty() && !part.none.empty()) {
    const auto rect = prose(ui, part.none, {.face = Face::italic, .color = ui.theme.colors.ink_soft, .align = align, .role = ""});
    ui.record("none", part.none, rect, part.name);
  }
  for (const auto& item : part.items) {
    const auto rect = prose(ui, item, {.align = align, .role = ""});
    ui.record("item", item, rect, part.name);
    ui.gap(0.3f);
  }
}

float height_of(Ui& ui, const OverlapPart& part, float width) {
  float tall = prose_height(ui, part.name, Face::strong, width) + ui.px(0.5f);
  for (const auto& item : part.items) tall += prose_height(ui, item, Face::body, width) + ui.px(0.3f);
  return part.items.empty() && !part.none.empty() ? tall + prose_height(ui, part.none, Face::italic, width) : tall;
}

void draw_shape(Ui& ui, const Rect& rect, Color tone) {
  const float radius = std::min({rect.height / 2, rect.width / 2, ui.em(8)});
  fill(ui, rect, with_alpha(tone, overlap_tint), radius);
  outline(ui, rect, with_alpha(tone, 0.9f), radius, std::max(1.5f, ui.em(0.1f)));
}

void draw_side_by_side(Ui& ui, const Overlap& overlap) {
  const std::array parts{&overlap.mine, &overlap.shared, &overlap.partners};
  const float width = std::min(ui.pen.width, ui.px(48)), left = ui.pen.x + (ui.pen.width - width) / 2;
  const float inset = ui.px(1.6f), third = width / 3, column = third - 2 * inset * 0.75f;
  float tall = 0;
  for (const auto* part : parts) tall = std::max(tall, height_of(ui, *part, column));
  const auto all = ui.take(std::max(tall + ui.px(4.4f), ui.px(11)));
  const float shape = width * 2 / 3 + inset / 2;
  draw_shape(ui, {left, all.y, shape, all.height}, ui.theme.colors.mine);
  draw_shape(ui, {left + width - shape, all.y, shape, all.height}, ui.theme.colors.partners);
  const auto pen = ui.pen;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const float height = height_of(ui, *parts[i], column);
    ui.pen = {left + third * float(i) + (third - column) / 2, all.y + (all.height - height) / 2, column};
    prose(ui, parts[i]->name, {.face = Face::strong, .align = Align::centre, .role = "heading"});
    ui.gap(0.5f);
    draw_items(ui, *parts[i], Align::centre);
  }
  ui.pen = pen;
}

void draw_part_below(Ui& ui, const OverlapPart& part, Color left, Color right) {
  const float start = ui.pen.y, bar = std::max(3.f, ui.px(0.3f));
  const auto pen = ui.pen;
  ui.pen.x += ui.px(1.1f), ui.pen.width -= ui.px(1.1f);
  prose(ui, part.name, {.face = Face::strong, .role = "heading"});
  ui.gap(0.3f);
  draw_items(ui, part, Align::left);
  const float half = (ui.pen.y - start) / 2;
  fill(ui, {pen.x, start, bar, half}, left, 0);
  fill(ui, {pen.x, start + half, bar, half}, right, 0);
  ui.pen = {pen.x, ui.pen.y, pen.width};
  ui.gap(0.8f);
}

}  // namespace

void overlap_picture(Ui& ui, std::string_view label, const Overlap& overlap) {
  prose(ui, label, {.face = Face::strong, .role = "label"});
  ui.gap(0.6f);
  const float top = ui.pen.y;
  const auto& colors = ui.theme.colors;
  if (ui.pen.width >= ui.em(30)) {
    draw_side_by_side(ui, overlap);
  } else {
    draw_part_below(ui, overlap.mine, colors.mine, colors.mine);
    draw_part_below(ui, overlap.shared, colors.mine, colors.partners);
    draw_part_below(ui, overlap.partners, colors.partners, colors.partners);
  }
  ui.record("overlap", label, {ui.pen.x, top, ui.pen.width, ui.pen.y - top});
}

}  // namespace twinlamp::ui

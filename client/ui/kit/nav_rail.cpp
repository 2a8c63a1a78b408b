#include "client/ui/kit/nav_rail.h"

#include <array>
#include <cmath>
#include <string_view>

#include "client/ui/kit/icon.h"
#include "client/ui/kit/lamp.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {
namespace {

struct Item {
  Place place;
  const char* label;  // its key
};

constexpr std::array<Item, 4> items{{{Place::tonight, "tonight.title"},
                                     {Place::practices, "practices.title"},
                                     {Place::keepsake, "keepsake.title"},
                                     {Place::settings, "settings.title"}}};

void draw_place_icon(Ui& ui, Place place, ImVec2 at, float size, Color tone) {
  if (place == Place::tonight) return draw_icon(ui, Icon::lamp, at, size, tone);
  if (place == Place::practices) return draw_icon(ui, Icon::copy, at, size, tone);
  auto& list = ui.draw();
  const auto color = ui.color(tone);
  const float line = std::max(1.4f, size * 0.085f), r = size / 2;
  if (place == Place::keepsake) {
    list.AddRect({at.x - r * 0.75f, at.y - r * 0.2f}, {at.x + r * 0.75f, at.y + r * 0.8f}, color, r * 0.18f, 0, line);
    list.AddBezierCubic({at.x - r * 0.75f, at.y - r * 0.12f}, {at.x - r * 0.5f, at.y - r * 1.05f},
                        {at.x + r * 0.5f, at.y - r * 1.05f}, {at.x + r * 0.75f, at.y - r * 0.12f}, color, line, 20);
    list.AddCircleFilled({at.x, at.y + r * 0.28f}, r * 0.15f, color, 16);
  } else {
    for (int i = 0; i < 3; ++i) {
      const float y = at.y + r * (float(i) - 1) * 0.62f, knob = at.x + r * (i == 1 ? 0.32f : -0.28f);
      list.AddLine({at.x - r * 0.8f, y}, {at.x + r * 0.8f, y}, color, line);
      list.AddCircleFilled({knob, y}, r * 0.2f, color, 20);
    }
  }
}

bool draw_item(Ui& ui, const Item& item, const Rect& rect, bool current, bool stacked) {
  const auto& label = ui.say(item.label);
  const auto it = ui.pressable(label, rect);
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(ui.theme.radius.control);
  const float on = ui.animate(ImGui::GetID(label.c_str()) ^ 0x55u,
                              current      ? 1.f
                              : it.hovered ? 0.5f
                                           : 0.f,
                              ui.theme.motion.quick);
  if (on > 0.01f) fill(ui, rect, with_alpha(colors.quiet, on), radius);
  const auto tone = current ? colors.accent_text : colors.ink_soft;
  const float size = ui.px(1.25f);
  if (stacked) {
    const float wide = std::min(text_width(ui, Face::small, label), rect.width);
    draw_place_icon(ui, item.place, {rect.x + rect.width / 2, rect.y + ui.px(1)}, size, tone);
    put_line(ui, Face::small, tone, rect.x + (rect.width - wide) / 2,
             rect.bottom() - line_height(ui, Face::small) - ui.px(0.15f), label, rect.width);
  } else {
    draw_place_icon(ui, item.place, {rect.x + ui.px(1.4f), rect.y + rect.height / 2}, size, tone);
    put_line(ui, current ? Face::strong : Face::body, current ? colors.ink : colors.ink_soft, rect.x + ui.px(2.6f),
             rect.y + (rect.height - line_height(ui, Face::body)) / 2, label, rect.width - ui.px(2.8f));
  }
  if (it.focused) ui.focus_ring(rect.grown(-ui.px(0.16f)), radius);
  ui.record("place", label, rect, {}, true, it.focused, current);
  return it.pressed;
}

void draw_brand(Ui& ui, const Rect& rect) {
  draw_lamp(ui, rect.x + ui.px(1.1f), rect.bottom(), rect.height, 0.75f);
  draw_lamp(ui, rect.x + ui.px(2.3f), rect.bottom(), rect.height, 0.75f);
  put_line(ui, Face::reading, ui.theme.colors.ink, rect.x + ui.px(3.5f),
           rect.bottom() - line_height(ui, Face::reading) * 0.92f, "Twinlamp", rect.width - ui.px(3.5f));
}

bool is_at_foot(const Ui& ui) {
  return ui.window().width < ui.em(52);
}

}  // namespace

Rect beside_rail(const Ui& ui) {
  const auto window = ui.window();
  const float rail = ui.px(13), foot = ui.px(3.3f);
  return is_at_foot(ui) ? Rect{0, 0, window.width, window.height - foot}
                        : Rect{rail, 0, window.width - rail, window.height};
}

NavRail nav_rail(Ui& ui, Place current) {
  const auto& window = ui.window();
  NavRail result;
  const bool narrow = is_at_foot(ui);
  result.rest = beside_rail(ui);
  const float rail = result.rest.x, foot = window.height - result.rest.height;
  const auto& colors = ui.theme.colors;
  const auto back = colors.dark ? rgb(0x100D24, 0.42f) : rgb(0xFFFFFF, 0.38f);
  fill(ui, narrow ? Rect{0, window.height - foot, window.width, foot} : Rect{0, 0, rail, window.height}, back, 0);
  if (!narrow) draw_brand(ui, {ui.px(1), ui.px(1.5f), rail - ui.px(1.6f), ui.px(2.1f)});
  for (std::size_t i = 0; i < items.size(); ++i) {
    const float cell = window.width / float(items.size());
    const auto rect = narrow ? Rect{cell * float(i), window.height - foot, cell, foot}.grown(-ui.px(0.2f))
                             : Rect{ui.px(0.8f), ui.px(5.2f) + float(i) * ui.px(3), rail - ui.px(1.6f), ui.px(2.7f)};
    if (draw_item(ui, items[i], rect, items[i].place == current, narrow)) result.pressed = items[i].place;
    if (ui.input.take_shortcut(char('1' + i))) result.pressed = items[i].place;
  }
  return result;
}

}  // namespace twinlamp::ui

#include "client/ui/kit/talk_ring.h"

#include <algorithm>
#include <cmath>

#include "client/ui/kit/flow.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

constexpr float talk_padding = 0.9f, widest_talk = 15;  // em

float words_width(Ui& ui, const Talk& talk, float most) {
  return std::min(most - ui.px(2 * talk_padding),
                  std::max(text_width(ui, Face::body, talk.label), text_width(ui, Face::small, talk.under)));
}

ImVec2 size_of(Ui& ui, const Talk& talk, float most) {
  const float words = words_width(ui, talk, most) + 1;
  return {words + ui.px(2 * talk_padding), prose_height(ui, talk.label, Face::body, words) +
                                               prose_height(ui, talk.under, Face::small, words) + ui.px(0.9f)};
}

bool draw_talk(Ui& ui, const Talk& talk, const Rect& rect) {
  const auto& colors = ui.theme.colors;
  const auto it = ui.pressable(talk.label, rect);
  const float radius = ui.em(ui.theme.radius.card),
              on = ui.animate(it.id ^ 0x58u, it.hovered ? 1.f : 0.f, ui.theme.motion.quick);
  fill(ui, rect, mix(colors.card, colors.quiet, on), radius);
  outline(ui, rect, colors.card_edge, radius);
  const auto pen = ui.pen;
  ui.pen = {rect.x + ui.px(talk_padding), rect.y + ui.px(0.45f), rect.width - ui.px(2 * talk_padding)};
  prose(ui, talk.label, {.align = Align::centre, .role = ""});
  prose(ui, talk.under, {.face = Face::small, .color = colors.ink_soft, .align = Align::centre, .role = ""});
  ui.pen = pen;
  if (it.focused) ui.focus_ring(rect, radius);
  ui.record("talk", talk.label, rect, talk.under, true, it.focused);
  return it.pressed;
}

std::optional<std::size_t> draw_in_a_row(Ui& ui, std::span<const Talk> talks) {
  std::optional<std::size_t> pressed;
  const Flow flow(ui, Align::left, 0.5f);
  for (std::size_t i = 0; i < talks.size(); ++i) {
    const auto size = size_of(ui, talks[i], ui.pen.width);
    if (draw_talk(ui, talks[i], place(ui, size.x, size.y))) pressed = i;
  }
  return pressed;
}

// How many stand at each height of the circle: one at the top, then two by two, and one at the foot if it is left over.
std::size_t at_height(std::size_t row, std::size_t left) {
  return row == 0 || left == 1 ? 1 : 2;
}

}  // namespace

std::optional<std::size_t> talk_ring(Ui& ui, std::span<const Talk> talks) {
  const float widest = ui.px(widest_talk), gap = ui.px(1.1f);
  if (ui.pen.width < 2 * widest + gap || talks.size() < 3) return draw_in_a_row(ui, talks);
  std::vector<ImVec2> sizes;
  for (const auto& talk : talks) sizes.push_back(size_of(ui, talk, widest));
  std::vector<float> heights;
  float all = 0;
  for (std::size_t i = 0, row = 0; i < talks.size(); ++row) {
    const auto count = at_height(row, talks.size() - i);
    float tall = 0;
    for (std::size_t n = 0; n < count; ++n) tall = std::max(tall, sizes[i + n].y);
    heights.push_back(tall);
    all += tall + gap;
    i += count;
  }
  const auto area = ui.take(all - gap);
  const float middle = area.x + area.width / 2, centre = area.y + area.height / 2;
  const float across = std::min(area.width / 2 - widest / 2, ui.px(14)),
              up = std::max(1.f, (area.height - heights.front()) / 2);
  ui.draw().PathClear();
  for (int i = 0; i <= 96; ++i) {
    const float turn = float(i) / 96 * 6.2831853f;
    ui.draw().PathLineTo({middle + across * std::cos(turn), centre + up * std::sin(turn)});
  }
  ui.draw().PathStroke(ui.color(with_alpha(ui.theme.colors.ink_faint, 0.5f)), 0, std::max(1.f, ui.em(0.06f)));
  std::optional<std::size_t> pressed;
  float y = area.y;
  for (std::size_t i = 0, row = 0; i < talks.size(); ++row) {
    const auto count = at_height(row, talks.size() - i);
    const float from = std::clamp((y + heights[row] / 2 - centre) / up, -1.f, 1.f),
                out = across * std::sqrt(1 - from * from);
    for (std::size_t n = 0; n < count; ++n) {
      const auto& size = sizes[i + n];
      const float shift = count == 1 ? -size.x / 2
                          : n == 0   ? -std::max(out + size.x / 2, size.x + gap / 2)
                                     : std::max(out - size.x / 2, gap / 2);
      if (draw_talk(ui, talks[i + n], {std::floor(middle + shift), y + (heights[row] - size.y) / 2, size.x, size.y}))
        pressed = i + n;
    }
    y += heights[row] + gap;
    i += count;
  }
  return pressed;
}

}  // namespace twinlamp::ui

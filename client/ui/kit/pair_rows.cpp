#include "client/ui/kit/pair_rows.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "client/ui/kit/flow.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

using client::Pick;
using client::ThisOrThat;

struct Sides {
  Rect left, right;
};

// Two halves of one row, as tall as the taller of the two texts.
Sides take_sides(Ui& ui, const ThisOrThat& pair, Face face, float padding, float least) {
  const float gap = ui.px(0.6f), half = std::floor((ui.pen.width - gap) / 2), words = half - 2 * ui.px(padding);
  const float tall = std::max({prose_height(ui, pair.left, face, words), prose_height(ui, pair.right, face, words)}) +
                     2 * ui.px(least);
  const auto row = ui.take(tall);
  return {{row.x, row.y, half, tall}, {row.x + half + gap, row.y, half, tall}};
}

void put_words(Ui& ui, const Rect& rect, std::string_view words, Face face, float padding, Color tone) {
  const auto pen = ui.pen;
  const float width = rect.width - 2 * ui.px(padding);
  ui.pen = {rect.x + ui.px(padding), rect.y + (rect.height - prose_height(ui, words, face, width)) / 2, width};
  prose(ui, words, {.face = face, .color = tone, .align = Align::centre, .role = ""});
  ui.pen = pen;
}

bool side(Ui& ui, const Rect& rect, const std::string& words, std::string_view id, bool chosen, Face face) {
  const auto it = ui.pressable(words + "##" + std::string(id), rect);
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(ui.theme.radius.control);
  const float on = ui.animate(it.id ^ 0x58u, chosen ? 1.f : it.hovered ? 0.35f : 0.f, ui.theme.motion.quick);
  // One large question at a time lies on paper, as all that is to be taken up does.
  const bool is_large = face == Face::card;
  if (is_large) shadow(ui, rect, radius, ui.px(0.6f));
  fill(ui, rect, mix(is_large ? colors.card : colors.sunken, chosen ? colors.accent : colors.quiet_hover, on), radius);
  outline(ui, rect, chosen ? colors.accent : colors.card_edge, radius, std::max(1.f, ui.em(chosen ? 0.11f : 0.06f)));
  put_words(ui, rect, words, face, 0.8f, chosen && on > 0.5f ? colors.accent_ink : colors.ink);
  if (it.focused) ui.focus_ring(rect, radius);
  ui.record("option", words, rect, id, true, it.focused, chosen);
  return it.pressed;
}

// What of a side's half is coloured by whom: a band on its outer edge for each who chose it.
void paint_picked(Ui& ui, const Rect& rect, bool mine, bool partners) {
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(ui.theme.radius.control);
  fill(ui, rect, colors.sunken, radius);
  if (mine && partners) {
    fill(ui, rect, with_alpha(colors.mine, 0.16f), radius);
    fill(ui, rect, with_alpha(colors.partners, 0.16f), radius);
  } else if (mine || partners) {
    fill(ui, rect, with_alpha(mine ? colors.mine : colors.partners, 0.22f), radius);
  }
  outline(ui, rect, mine ? colors.mine : partners ? colors.partners : colors.card_edge, radius,
          std::max(1.f, ui.em(mine || partners ? 0.11f : 0.06f)));
  if (mine && partners) outline(ui, rect.grown(-ui.px(0.22f)), colors.partners, radius * 0.8f, std::max(1.f, ui.em(0.11f)));
}

}  // namespace

bool pair_rows(Ui& ui, std::span<const ThisOrThat> pairs, client::PairsAnswer& picks) {
  bool changed = false;
  for (std::size_t i = 0; i < std::min(pairs.size(), picks.picks.size()); ++i) {
    if (i > 0) ui.gap(0.5f);
    const auto sides = take_sides(ui, pairs[i], Face::body, 0.8f, 0.7f);
    const auto number = std::to_string(i + 1);
    auto& pick = picks.picks[i];
    const auto before = pick;
    if (side(ui, sides.left, pairs[i].left, number, pick == Pick::left, Face::body)) pick = Pick::left;
    if (side(ui, sides.right, pairs[i].right, number, pick == Pick::right, Face::body)) pick = Pick::right;
    changed = changed || pick != before;
  }
  return changed;
}

Pick pair_now(Ui& ui, const ThisOrThat& pair, Pick chosen, float left) {
  const auto track = ui.take(ui.px(0.5f));
  fill(ui, track, ui.theme.colors.sunken, track.height / 2);
  const float width = std::max(track.height, track.width * std::clamp(left, 0.f, 1.f));
  fill(ui, {track.x + (track.width - width) / 2, track.y, width, track.height}, ui.theme.colors.accent, track.height / 2);
  ui.gap(1);
  auto pressed = Pick::none;
  if (ui.input.take(Key::left)) pressed = Pick::left;
  if (ui.input.take(Key::right)) pressed = Pick::right;
  const float around = std::clamp(ui.window().height / ui.em(1) * 0.075f, 1.2f, 2.2f);  // both have to be in sight
  const auto sides = take_sides(ui, pair, Face::card, 1, around);
  if (side(ui, sides.left, pair.left, "now", chosen == Pick::left, Face::card)) pressed = Pick::left;
  if (side(ui, sides.right, pair.right, "now", chosen == Pick::right, Face::card)) pressed = Pick::right;
  return pressed;
}

void pairs_picture(Ui& ui, std::span<const ThisOrThat> pairs, const TwoPicks& picks) {
  const auto& colors = ui.theme.colors;
  const auto who = [&](std::size_t i, Pick wanted) {
    return std::pair(picks.mine != nullptr && picks.mine->picks[i] == wanted,
                     picks.partners != nullptr && picks.partners->picks[i] == wanted);
  };
  {
    const Flow flow(ui, Align::left, 1.4f);
    for (const auto& [name, tone] : {std::pair(picks.me, colors.mine), std::pair(picks.partner, colors.partners)}) {
      const float dot = ui.px(0.5f), wide = text_width(ui, Face::strong, name);
      const auto rect = place(ui, dot * 3 + wide, line_height(ui, Face::strong));
      ui.draw().AddCircleFilled({rect.x + dot, rect.y + rect.height / 2}, dot, ui.color(tone), 24);
      put_line(ui, Face::strong, colors.ink, rect.x + dot * 3, rect.y, name);
    }
  }
  ui.gap(0.8f);
  for (std::size_t i = 0; i < std::min(pairs.size(), client::card_limits::pairs); ++i) {
    if (i > 0) ui.gap(0.45f);
    const auto sides = take_sides(ui, pairs[i], Face::body, 0.8f, 0.6f);
    for (const auto wanted : {Pick::left, Pick::right}) {
      const auto [mine, partners] = who(i, wanted);
      const auto& rect = wanted == Pick::left ? sides.left : sides.right;
      const auto& words = wanted == Pick::left ? pairs[i].left : pairs[i].right;
      paint_picked(ui, rect, mine, partners);
      put_words(ui, rect, words, mine || partners ? Face::strong : Face::body, 0.8f,
                mine || partners ? colors.ink : colors.ink_faint);
      ui.record("item", words, rect, mine && partners ? "both" : mine ? "mine" : partners ? "partners" : "");
    }
    const auto [mine, partners] = who(i, Pick::late);
    for (const auto& [was, name] : {std::pair(mine, picks.me), std::pair(partners, picks.partner)})
      if (was)
        prose(ui, ui.say("pairs.late", {{"name", name}}),
              {.face = Face::small, .color = colors.ink_faint, .align = Align::centre});
  }
}

}  // namespace twinlamp::ui

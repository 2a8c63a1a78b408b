#include "client/ui/screens/practice_pages.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/kit/empty_state.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/practice_icon.h"
#include "client/ui/screens/appreciations.h"
#include "client/ui/screens/dialogue.h"
#include "client/ui/screens/fears.h"
#include "client/ui/screens/feelings.h"
#include "client/ui/screens/dates.h"
#include "client/ui/screens/heard.h"
#include "client/ui/screens/own_cards.h"
#include "client/ui/screens/desire.h"
#include "client/ui/screens/open_up.h"
#include "client/ui/screens/play.h"
#include "client/ui/screens/round_row.h"
#include "client/ui/screens/values.h"

namespace twinlamp::ui {
namespace {

struct Entry {
  int practice;  // product.md's row
  Step (*draw)(Ui&, const PracticePage&, PracticeState&, const Rect&);
  // What waits there, in one line; empty says what is open of it. May be null.
  std::string (*waits)(const Ui&, const client::Model&) = nullptr;
};

constexpr std::array entries{
    Entry{1, draw_feelings, feelings_wait},
    Entry{2, draw_open_up},
    Entry{3, draw_fears},
    Entry{4, draw_desire, desire_waits},
    Entry{5, draw_appreciations, appreciations_wait},
    Entry{6, draw_play, play_waits},
    Entry{7, draw_values, values_wait},
    Entry{8, draw_dialogue},
    Entry{9, draw_dates, dates_wait},
    Entry{10, draw_heard, heard_waits},
    Entry{own_cards_page, draw_own_cards},
};

const Entry* entry_of(int practice) {
  const auto* found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& each) { return each.practice == practice; });
  return found == entries.end() ? nullptr : found;
}

std::string what_waits(const Ui& ui, const client::Model& model, int practice) {
  const auto* entry = entry_of(practice);
  if (entry && entry->waits)
    if (auto line = entry->waits(ui, model); !line.empty()) return line;
  const auto open = open_rounds_of(model, practice);
  const auto mine = std::count_if(open.begin(), open.end(), [](const auto& round) { return waits_for_me(*round); });
  if (mine > 0) return ui.say("practices.for_you", {{"count", mine}});
  if (!open.empty()) return ui.say("practices.resting", {{"count", open.size()}});
  return ui.say("practices.quiet");
}

struct Tile {
  const client::PracticeView& practice;
  std::string line;
};

constexpr float tile_padding = 1.1f, tile_icon = 1.7f;  // em

float tile_height(Ui& ui, const Tile& tile, float width) {
  const float words = width - ui.px(2 * tile_padding);
  return ui.px(2 * tile_padding + tile_icon + 0.7f) + prose_height(ui, tile.practice.name, Face::reading, words) +
         prose_height(ui, tile.line, Face::small, words);
}

bool draw_tile(Ui& ui, const Tile& tile, const Rect& rect) {
  const auto& colors = ui.theme.colors;
  const auto it = ui.pressable(tile.practice.name, rect);
  const float radius = ui.em(ui.theme.radius.card),
              on = ui.animate(it.id ^ 0x57u, it.hovered ? 1.f : 0.f, ui.theme.motion.quick);
  fill(ui, rect, mix(with_alpha(colors.card, 0.72f), colors.quiet, on), radius);
  outline(ui, rect, with_alpha(colors.card_edge, 0.8f), radius);
  const float left = rect.x + ui.px(tile_padding), size = ui.px(tile_icon);
  draw_practice_icon(ui, tile.practice.number, {left + size / 2, rect.y + ui.px(tile_padding) + size / 2}, size,
                     colors.accent_text);
  const auto pen = ui.pen;
  ui.pen = {left, rect.y + ui.px(tile_padding + tile_icon + 0.6f), rect.width - ui.px(2 * tile_padding)};
  prose(ui, tile.practice.name, {.face = Face::reading, .role = ""});
  prose(ui, tile.line, {.face = Face::small, .color = colors.ink_soft, .role = ""});
  ui.pen = pen;
  if (it.focused) ui.focus_ring(rect, radius);
  ui.record("practice", tile.practice.name, rect, tile.line, true, it.focused);
  return it.pressed;
}

Step draw_grid(Ui& ui, const std::vector<Tile>& tiles) {
  const float gap = ui.px(0.9f), left = ui.pen.x, all = ui.pen.width;
  const auto across = std::size_t(std::clamp(std::floor((all + gap) / (ui.em(13.5f) + gap)), 1.f, 3.f));
  const float width = std::floor((all - gap * float(across - 1)) / float(across));
  Step step;
  for (std::size_t first = 0; first < tiles.size(); first += across) {
    const auto end = std::min(first + across, tiles.size());
    float tall = 0;
    for (auto i = first; i < end; ++i) tall = std::max(tall, tile_height(ui, tiles[i], width));
    const auto row = ui.take(tall);
    for (auto i = first; i < end; ++i)
      if (draw_tile(ui, tiles[i], {left + float(i - first) * (width + gap), row.y, width, tall}))
        step = Step::to({.to = Route::To::practice, .practice = tiles[i].practice.number});
    ui.pen.y += gap;
  }
  return step;
}

}  // namespace

Step draw_practices(Ui& ui, const client::Model& model, const Rect& area) {
  const Page page(ui, "practices", area, 52);
  page_title(ui, ui.say("practices.title"), ui.say("practices.about"));
  std::vector<Tile> tiles;
  for (const auto& practice : *model.practices) tiles.push_back({practice, what_waits(ui, model, practice.number)});
  auto step = draw_grid(ui, tiles);
  ui.gap(0.4f);
  if (button(ui, ui.say("own.open"), {.kind = ButtonKind::plain})) step = Step::to({.to = Route::To::practice, .practice = own_cards_page});
  return step;
}

Step draw_practice(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  const auto* entry = entry_of(page.practice.number);
  return entry ? entry->draw(ui, page, state, area) : practice_sheet(ui, page, state, area);
}

}  // namespace twinlamp::ui

#include "client/ui/kit/windowsill.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "client/ui/kit/lamp.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"
#include "client/ui/kit/sky.h"

namespace twinlamp::ui {

using client::LampState;

std::optional<float> local_hour(const Ui& ui, std::optional<int> utc_offset_minutes) {
  if (!utc_offset_minutes) return std::nullopt;
  const auto minutes =
      std::chrono::floor<std::chrono::minutes>(ui.wall.time_since_epoch()).count() + *utc_offset_minutes;
  return float(((minutes % 1440) + 1440) % 1440) / 60;
}

std::string local_time(const Ui& ui, std::optional<int> utc_offset_minutes) {
  const auto hour = local_hour(ui, utc_offset_minutes);
  if (!hour) return {};
  const int minutes = int(std::lround(*hour * 60));
  char text[8];
  std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60 % 24, minutes % 60);
  return text;
}

namespace {

const std::string& words_for(const Ui& ui, LampState state) {
  switch (state) {
    case LampState::unlit:
      return ui.say("lamp.unlit");
    case LampState::here:
      return ui.say("lamp.here");
    case LampState::writing:
      return ui.say("lamp.writing");
    case LampState::sealed:
      return ui.say("lamp.sealed");
    case LampState::away:
      break;
  }
  return ui.say("lamp.away");
}

// "21:47  ·  writing", or its two parts below each other where that is too wide for its column.
struct UnderName {
  std::string time, state;

  std::string line() const { return time.empty() ? state : time + "  ·  " + state; }
  bool fits(Ui& ui, float width) const { return text_width(ui, Face::small, line()) <= width - ui.px(0.8f); }
};

UnderName under_name(const Ui& ui, const client::PersonView& person) {
  return {local_time(ui, person.utc_offset_minutes), words_for(ui, person.lamp)};
}

// How the names of both are written, so that what belongs together stands at one height.
struct Names {
  float width = 0, name_tall = 0;
  bool stacked = false;       // time above state
  float tall = 0, extra = 0;  // all of it; beyond a name and a line of one row each
};

std::string name_of(const Ui& ui, const client::PersonView& person) {
  return person.name.empty() ? ui.say("partner.middle") : person.name;
}

Names measure_names(Ui& ui, const Sill& sill, float width) {
  Names names{.width = width};
  for (const auto* person : {&sill.me, &sill.partner}) {
    names.stacked = names.stacked || !under_name(ui, *person).fits(ui, width);
    names.name_tall = std::max(names.name_tall, prose_height(ui, name_of(ui, *person), Face::reading, width));
  }
  names.tall = names.name_tall + line_height(ui, Face::small) * (names.stacked ? 2.f : 1.f);
  names.extra = names.tall - line_height(ui, Face::reading) - line_height(ui, Face::small);
  return names;
}

void put_centred(Ui& ui, Color color, const Rect& rect, float y, std::string_view text) {
  const float wide = std::min(text_width(ui, Face::small, text), rect.width);
  put_line(ui, Face::small, color, rect.x + (rect.width - wide) / 2, y, text, rect.width);
}

// Name, and below it time and state.
void draw_name(Ui& ui, float x, float y, const Names& names, const client::PersonView& person) {
  const Rect rect{x, y, names.width, names.tall};
  const auto pen = ui.pen;
  ui.pen = {x, y, names.width};
  prose(ui, name_of(ui, person), {.face = Face::reading, .align = Align::centre, .role = ""});
  ui.pen = pen;
  const auto under = under_name(ui, person);
  const auto tone = ui.theme.colors.ink_soft;
  const float top = y + names.name_tall;
  put_centred(ui, tone, rect, top, names.stacked ? under.time : under.line());
  if (names.stacked) put_centred(ui, tone, rect, top + line_height(ui, Face::small), under.state);
  ui.record("lamp", name_of(ui, person), rect, under.line());
}

bool is_in_sight(const Rect& rect) {
  return ImGui::IsRectVisible({rect.x, rect.y}, {rect.right(), rect.bottom()});
}

void draw_sill_board(Ui& ui, const Rect& board) {
  const bool dark = ui.theme.colors.dark;
  shadow(ui, board, ui.em(0.35f), ui.px(0.5f));
  fill_gradient(ui, board, dark ? rgb(0x6A4A45) : rgb(0xD9B98F), dark ? rgb(0x45303B) : rgb(0xB88F63), ui.em(0.35f));
  fill(ui, {board.x + ui.em(0.3f), board.y, board.width - ui.em(0.6f), std::max(1.f, ui.px(0.09f))},
       rgb(0xFFE3BD, dark ? 0.28f : 0.55f), 0);
}

void draw_window(Ui& ui, const Rect& rect, std::optional<float> hour, unsigned seed) {
  const bool dark = ui.theme.colors.dark;
  const float frame = ui.px(0.42f), radius = std::min(rect.width * 0.14f, ui.em(2.2f));
  const auto wood = dark ? rgb(0x3F3150) : rgb(0xFDF7EC);
  shadow(ui, rect, radius, ui.px(0.45f));
  fill_gradient(ui, rect, mix(wood, rgb(0xFFFFFF), dark ? 0.06f : 0.4f), wood, radius, ImDrawFlags_RoundCornersTop);
  const auto pane = rect.grown(-frame);
  draw_sky(ui, pane, hour, radius - frame, seed);
  const float bar = ui.px(0.24f);
  fill(ui, {pane.x + pane.width / 2 - bar / 2, pane.y, bar, pane.height}, wood, 0);
  fill(ui, {pane.x, pane.y + pane.height * 0.44f, pane.width, bar}, wood, 0);
}

}  // namespace

void windowsill(Ui& ui, const Sill& sill, float tall) {
  const auto all = ui.take(ui.px(tall));
  const float names_tall = line_height(ui, Face::reading) + line_height(ui, Face::small) + ui.px(0.5f);
  const float board_tall = ui.px(0.85f);
  const float stage = all.height - names_tall - board_tall;
  const float gap = std::round(std::clamp(all.width * 0.06f, ui.px(1), ui.px(4)));
  // However low it is, a name and a state stand under each without being cut.
  const float wide = std::floor(std::min((all.width - gap) / 2 - ui.px(0.8f), std::max(stage * 1.9f, ui.em(8.6f))));
  const float left = std::round(all.x + (all.width - 2 * wide - gap) / 2);
  const Rect mine{left, all.y, wide, stage}, theirs{left + wide + gap, all.y, wide, stage};
  const Rect board{left - ui.px(0.8f), all.y + stage, 2 * wide + gap + ui.px(1.6f), board_tall};
  draw_window(ui, mine, local_hour(ui, sill.me.utc_offset_minutes), 3);
  draw_window(ui, theirs, local_hour(ui, sill.partner.utc_offset_minutes), 11);
  draw_sill_board(ui, board);
  const float lamp = std::min(stage * 0.72f, wide * 0.8f), foot = board.y + board_tall * 0.35f;
  const bool seen = is_in_sight(all);
  draw_lamp(ui, mine.x + wide / 2, foot, lamp, lamp_glow(ui, "my lamp", sill.me.lamp, seen));
  gift_glow(ui, "gift", {theirs.x + wide / 2, foot}, lamp, sill.has_gift);
  draw_lamp(ui, theirs.x + wide / 2, foot, lamp, lamp_glow(ui, "partner's lamp", sill.partner.lamp, seen));
  const float top = board.bottom() + ui.px(0.5f);
  const auto names = measure_names(ui, sill, wide);
  ui.pen.y += names.extra;
  draw_name(ui, mine.x, top, names, sill.me);
  draw_name(ui, theirs.x, top, names, sill.partner);
}

void lamp_pair(Ui& ui, const Sill& sill, float tall) {
  const float half = std::min(ui.pen.width / 2, ui.px(13));
  const auto names = measure_names(ui, sill, half);
  const float gap = ui.px(0.3f), lamp = ui.px(tall) - (names.tall - names.extra) - gap;
  const auto all = ui.take(lamp + gap + names.tall);
  const float left = all.x + all.width / 2 - half, top = all.y + lamp + gap;
  const bool seen = is_in_sight(all);
  draw_lamp(ui, left + half / 2, all.y + lamp, lamp * 0.96f, lamp_glow(ui, "my lamp", sill.me.lamp, seen));
  gift_glow(ui, "gift", {left + half * 1.5f, all.y + lamp}, lamp * 0.96f, sill.has_gift);
  draw_lamp(ui, left + half * 1.5f, all.y + lamp, lamp * 0.96f,
            lamp_glow(ui, "partner's lamp", sill.partner.lamp, seen));
  draw_name(ui, left, top, names, sill.me);
  draw_name(ui, left + half, top, names, sill.partner);
}

}  // namespace twinlamp::ui

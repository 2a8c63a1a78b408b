#include "client/ui/kit/lamp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {
namespace {

using client::LampState;

struct SkyTone {
  float hour;
  std::uint32_t top, bottom, hills;
  float stars;
};

constexpr std::array<SkyTone, 10> tones{{
    {0, 0x0A0D29, 0x232052, 0x14122F, 1.0f},
    {4.5f, 0x11143A, 0x3B3468, 0x191637, 0.9f},
    {6.3f, 0x3D4685, 0xEFA984, 0x372C50, 0.15f},
    {8.5f, 0x78A6D2, 0xF1DFC4, 0x6F7F86, 0},
    {13, 0x69A2D8, 0xD3E6EC, 0x6E8B78, 0},
    {16.5f, 0x6E9AD0, 0xF0DDBB, 0x6D7C6F, 0},
    {18.6f, 0x525F9F, 0xF4AE74, 0x463A58, 0},
    {19.8f, 0x2E3069, 0xC9695F, 0x2B2347, 0.35f},
    {21.3f, 0x151740, 0x48376F, 0x1A1739, 0.85f},
    {24, 0x0A0D29, 0x232052, 0x14122F, 1.0f},
}};

struct Sky {
  Color top, bottom, hills;
  float stars;
};

Sky sky_at(float hour) {
  for (std::size_t i = 0; i + 1 < tones.size(); ++i) {
    const auto &a = tones[i], &b = tones[i + 1];
    if (hour > b.hour) continue;
    const float part = (hour - a.hour) / (b.hour - a.hour);
    return {mix(rgb(a.top), rgb(b.top), part), mix(rgb(a.bottom), rgb(b.bottom), part),
            mix(rgb(a.hills), rgb(b.hills), part), a.stars + (b.stars - a.stars) * part};
  }
  return {rgb(tones[0].top), rgb(tones[0].bottom), rgb(tones[0].hills), 1};
}

// A small generator whose picture is the same every time.
struct Scatter {
  unsigned state;
  float next() {
    state = state * 1664525u + 1013904223u;
    return float(state >> 8) / float(1u << 24);
  }
};

void draw_stars(Ui& ui, const Rect& rect, float strength, unsigned seed) {
  Scatter scatter{seed};
  for (int i = 0; i < 46; ++i) {
    const float x = rect.x + rect.width * (0.03f + 0.94f * scatter.next()),
                y = rect.y + rect.height * (0.04f + 0.62f * scatter.next());
    const float size = 0.35f + 0.75f * scatter.next() * scatter.next(),
                light = strength * (0.25f + 0.6f * scatter.next());
    ui.draw().AddCircleFilled({x, y}, std::max(0.6f, ui.em(0.07f) * size), ui.color(rgb(0xFFF6E0, light)), 8);
  }
}

// The sun between six and nineteen, the moon otherwise, along the same low arc.
void draw_light(Ui& ui, const Rect& rect, float hour) {
  const bool day = hour > 5.8f && hour < 19.2f;
  const float part = day ? (hour - 5.8f) / 13.4f : (hour >= 19.2f ? hour - 19.2f : hour + 4.8f) / 10.6f;
  const ImVec2 at{rect.x + rect.width * (0.12f + 0.76f * part),
                  rect.y + rect.height * (0.66f - 0.5f * std::sin(part * 3.1416f))};
  const float size = std::min(rect.width, rect.height) * 0.055f;
  glow(ui, at, size * 6, day ? rgb(0xFFF1C9, 0.5f) : rgb(0xDDE3FF, 0.22f));
  ui.draw().AddCircleFilled(at, size, ui.color(day ? rgb(0xFFF4D6) : rgb(0xF0F0FA)), 40);
}

void draw_hills(Ui& ui, const Rect& rect, Color tone, unsigned seed) {
  Scatter scatter{seed * 77 + 5};
  for (int layer = 0; layer < 2; ++layer) {
    const float height = rect.height * (layer == 0 ? 0.24f : 0.13f), wave = 1.2f + scatter.next() * 1.4f,
                shift = scatter.next() * 6;
    const auto color = ui.color(with_alpha(mix(tone, rgb(0x0B0920), layer == 0 ? 0.f : 0.25f), layer == 0 ? 0.75f : 1));
    constexpr int steps = 40;
    for (int i = 0; i < steps; ++i) {
      const auto top = [&](int at) {
        const float u = float(at) / steps;
        return rect.bottom() -
               height * (0.62f + 0.26f * std::sin(u * 3.1f * wave + shift) + 0.12f * std::sin(u * 9.7f + shift * 2));
      };
      const float x0 = std::floor(rect.x + rect.width * float(i) / steps);
      const float x1 = i + 1 == steps ? rect.right() : std::floor(rect.x + rect.width * float(i + 1) / steps);
      ui.draw().AddQuadFilled({x0, top(i)}, {x1, top(i + 1)}, {x1, rect.bottom()}, {x0, rect.bottom()}, color);
    }
  }
}

void bezier_shape(ImDrawList& list, float x, float bottom, float top, float foot, float belly, float neck,
                  float belly_at) {
  const float middle = bottom + (top - bottom) * belly_at;
  list.PathClear();
  list.PathLineTo({x - foot, bottom});
  list.PathBezierCubicCurveTo({x - belly, bottom + (middle - bottom) * 0.5f},
                              {x - neck * 1.1f, middle + (top - middle) * 0.2f}, {x - neck, top}, 18);
  list.PathLineTo({x + neck, top});
  list.PathBezierCubicCurveTo({x + neck * 1.1f, middle + (top - middle) * 0.2f},
                              {x + belly, bottom + (middle - bottom) * 0.5f}, {x + foot, bottom}, 18);
}

void draw_flame(Ui& ui, float x, float y, float tall, float glow_now) {
  const auto flame = [&](float scale, Color color) {
    auto& list = ui.draw();
    const float h = tall * scale, w = tall * 0.24f * scale;
    list.PathClear();
    list.PathLineTo({x, y});
    list.PathBezierCubicCurveTo({x - w * 1.5f, y - h * 0.12f}, {x - w, y - h * 0.52f}, {x, y - h}, 16);
    list.PathBezierCubicCurveTo({x + w, y - h * 0.52f}, {x + w * 1.5f, y - h * 0.12f}, {x, y}, 16);
    list.PathFillConvex(ui.color(color));
  };
  flame(1, rgb(0xFF9B3D, 0.85f * glow_now + 0.1f));
  flame(0.74f, rgb(0xFFCB6B));
  flame(0.44f, rgb(0xFFF5D2));
}

void draw_glass(Ui& ui, float x, float y, float tall, float glow_now) {
  auto& list = ui.draw();
  const float top = y - tall;
  const auto shape = [&] { bezier_shape(list, x, y, top, tall * 0.15f, tall * 0.56f, tall * 0.13f, 0.5f); };
  shape();
  list.PathFillConvex(ui.color(mix(rgb(0xBFD0F0, 0.10f), rgb(0xFFCF87, 0.30f), glow_now)));
  shape();
  const bool dark = ui.theme.colors.dark;
  list.PathStroke(ui.color(mix(dark ? rgb(0xD7DDF2, 0.45f) : rgb(0x8A7A86, 0.6f),
                               dark ? rgb(0xFFE3B0, 0.85f) : rgb(0xC79A5B, 0.8f), glow_now)),
                  0, std::max(1.f, tall * 0.018f));
  list.PathClear();
  list.PathLineTo({x - tall * 0.225f, y - tall * 0.16f});
  list.PathBezierCubicCurveTo({x - tall * 0.26f, y - tall * 0.30f}, {x - tall * 0.20f, y - tall * 0.42f},
                              {x - tall * 0.14f, y - tall * 0.56f}, 10);
  list.PathStroke(ui.color(rgb(0xFFFFFF, 0.28f)), 0, std::max(1.f, tall * 0.03f));
}

void draw_body(Ui& ui, float x, float y, float tall, float glow_now) {
  const auto brass = mix(rgb(0x6B5A52), rgb(0xC08A45), 0.25f + 0.75f * glow_now),
             dark = mix(rgb(0x3E3442), rgb(0x7E5530), glow_now);
  auto& list = ui.draw();
  fill_gradient(ui, {x - tall * 0.2f, y - tall * 0.05f, tall * 0.4f, tall * 0.05f}, brass, dark, tall * 0.02f);
  list.PathClear();
  list.PathLineTo({x - tall * 0.13f, y - tall * 0.05f});
  list.PathBezierCubicCurveTo({x - tall * 0.09f, y - tall * 0.08f}, {x - tall * 0.05f, y - tall * 0.09f},
                              {x - tall * 0.045f, y - tall * 0.13f}, 8);
  list.PathLineTo({x + tall * 0.045f, y - tall * 0.13f});
  list.PathBezierCubicCurveTo({x + tall * 0.05f, y - tall * 0.09f}, {x + tall * 0.09f, y - tall * 0.08f},
                              {x + tall * 0.13f, y - tall * 0.05f}, 8);
  list.PathFillConvex(ui.color(dark));
  fill_gradient(ui, {x - tall * 0.17f, y - tall * 0.32f, tall * 0.34f, tall * 0.2f}, brass, dark, tall * 0.09f);
  fill_gradient(ui, {x - tall * 0.085f, y - tall * 0.365f, tall * 0.17f, tall * 0.055f},
                mix(brass, rgb(0xFFE7BD), 0.25f), dark, tall * 0.015f);
  fill(ui, {x - tall * 0.115f, y - tall * 0.29f, tall * 0.05f, tall * 0.09f}, rgb(0xFFF3DC, 0.16f + 0.2f * glow_now),
       tall * 0.025f);
}

}  // namespace

void draw_lamp(Ui& ui, float x, float y, float tall, float glow_now) {
  const ImVec2 flame{x, y - tall * 0.5f};
  if (glow_now > 0.02f) {
    glow(ui, flame, tall * (0.75f + 0.75f * glow_now), with_alpha(ui.theme.colors.glow, 0.50f * glow_now));
    glow(ui, {x, y}, tall * 0.9f, rgb(0xFFC878, 0.36f * glow_now), 0.16f);
  }
  draw_body(ui, x, y, tall, glow_now);
  if (glow_now > 0.02f) draw_flame(ui, x, y - tall * 0.365f, tall * (0.20f + 0.12f * glow_now), glow_now);
  draw_glass(ui, x, y - tall * 0.36f, tall * 0.64f, glow_now);
  if (glow_now > 0.02f) glow(ui, flame, tall * 0.34f, rgb(0xFFE9BE, 0.55f * glow_now));
}

void draw_sky(Ui& ui, const Rect& rect, std::optional<float> hour, float radius, unsigned seed) {
  const auto sky = sky_at(hour.value_or(20.6f));
  fill_gradient(ui, rect, sky.top, sky.bottom, radius, ImDrawFlags_RoundCornersTop);
  ui.draw().PushClipRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, true);
  if (sky.stars > 0.02f) draw_stars(ui, rect, sky.stars, seed);
  if (hour) draw_light(ui, rect, *hour);
  draw_hills(ui, rect, sky.hills, seed);
  ui.draw().PopClipRect();
}

float lamp_glow(Ui& ui, std::string_view key, LampState state) {
  const float target = state == LampState::sealed    ? 1.f
                       : state == LampState::writing ? 0.72f
                       : state == LampState::here    ? 0.55f
                                                     : 0.f;
  const auto id = ImGui::GetID(key.data(), key.data() + key.size());
  float now = ui.animate(id, target, std::chrono::milliseconds(700));
  if (state == LampState::writing && !ui.theme.motion.reduced) {
    const float t = std::chrono::duration<float>(ui.now.time_since_epoch() % std::chrono::seconds(1000)).count();
    now *= 1 + 0.05f * std::sin(t * 2.9f) + 0.035f * std::sin(t * 7.3f + 1);
    ui.pacer().wake_at(ui.now + std::chrono::milliseconds(80));
  }
  return std::clamp(now, 0.f, 1.f);
}

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

// Name, and below it time and state, in the middle of `rect`.
void draw_name(Ui& ui, const Rect& rect, const client::PersonView& person) {
  const auto& colors = ui.theme.colors;
  const auto name = person.name.empty() ? ui.say("partner.middle") : person.name;
  const float wide = std::min(text_width(ui, Face::reading, name), rect.width);
  put_line(ui, Face::reading, colors.ink, rect.x + (rect.width - wide) / 2, rect.y, name, rect.width);
  auto under = local_time(ui, person.utc_offset_minutes);
  const auto& state = words_for(ui, person.lamp);
  if (!under.empty()) under += "  ·  ";
  under += state;
  const float low = std::min(text_width(ui, Face::small, under), rect.width);
  put_line(ui, Face::small, colors.ink_soft, rect.x + (rect.width - low) / 2, rect.y + line_height(ui, Face::reading),
           under, rect.width);
  ui.record("lamp", name, rect, under);
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
  const float names = line_height(ui, Face::reading) + line_height(ui, Face::small) + ui.px(0.5f),
              board_tall = ui.px(0.85f);
  const float stage = all.height - names - board_tall;
  const float gap = std::round(std::clamp(all.width * 0.06f, ui.px(1), ui.px(4)));
  const float wide = std::floor(std::min((all.width - gap) / 2 - ui.px(0.8f), stage * 1.9f));
  const float left = std::round(all.x + (all.width - 2 * wide - gap) / 2);
  const Rect mine{left, all.y, wide, stage}, theirs{left + wide + gap, all.y, wide, stage};
  const Rect board{left - ui.px(0.8f), all.y + stage, 2 * wide + gap + ui.px(1.6f), board_tall};
  draw_window(ui, mine, local_hour(ui, sill.me.utc_offset_minutes), 3);
  draw_window(ui, theirs, local_hour(ui, sill.partner.utc_offset_minutes), 11);
  draw_sill_board(ui, board);
  const float lamp = std::min(stage * 0.72f, wide * 0.8f), foot = board.y + board_tall * 0.35f;
  draw_lamp(ui, mine.x + wide / 2, foot, lamp, lamp_glow(ui, "my lamp", sill.me.lamp));
  draw_lamp(ui, theirs.x + wide / 2, foot, lamp, lamp_glow(ui, "partner's lamp", sill.partner.lamp));
  const float top = board.bottom() + ui.px(0.5f);
  draw_name(ui, {mine.x, top, wide, names - ui.px(0.5f)}, sill.me);
  draw_name(ui, {theirs.x, top, wide, names - ui.px(0.5f)}, sill.partner);
}

void lamp_pair(Ui& ui, const Sill& sill, float tall) {
  const auto all = ui.take(ui.px(tall));
  const float names = line_height(ui, Face::reading) + line_height(ui, Face::small);
  const float half = std::min(all.width / 2, ui.px(13)), lamp = all.height - names - ui.px(0.3f);
  const float left = all.x + all.width / 2 - half;
  draw_lamp(ui, left + half / 2, all.y + lamp, lamp * 0.96f, lamp_glow(ui, "my lamp", sill.me.lamp));
  draw_lamp(ui, left + half * 1.5f, all.y + lamp, lamp * 0.96f, lamp_glow(ui, "partner's lamp", sill.partner.lamp));
  draw_name(ui, {left, all.y + lamp + ui.px(0.3f), half, names}, sill.me);
  draw_name(ui, {left + half, all.y + lamp + ui.px(0.3f), half, names}, sill.partner);
}

}  // namespace twinlamp::ui

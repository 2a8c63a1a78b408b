#include "client/ui/kit/sky.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

constexpr float dawn = 5.8f, dusk = 19.2f;

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

// Sun and moon go along the same low arc, one after the other.
ImVec2 on_arc(const Rect& rect, float part) {
  return {rect.x + rect.width * (0.12f + 0.76f * part),
          rect.y + rect.height * (0.66f - 0.5f * std::sin(part * std::numbers::pi_v<float>))};
}

void draw_sun(Ui& ui, const Rect& rect, float hour) {
  const auto at = on_arc(rect, (hour - dawn) / (dusk - dawn));
  const float size = std::min(rect.width, rect.height) * 0.058f;
  const float low = std::clamp(std::abs(hour - 12.5f) / 6.5f, 0.f, 1.f);  // redder near the horizon
  const auto light = mix(rgb(0xFFF6DC), rgb(0xFFD9A0), low * low);
  glow(ui, at, size * 9, with_alpha(light, 0.20f));
  glow(ui, at, size * 4, with_alpha(light, 0.45f));
  ui.draw().AddCircleFilled(at, size, ui.color(light), 48);
}

// The lit part between limb and terminator, as a strip: it may be hollow, which ImGui's fills cannot be.
void draw_lit_part(Ui& ui, ImVec2 centre, float radius, float phase, Color light) {
  constexpr int steps = 28;
  const float edge = std::cos(phase * 2 * std::numbers::pi_v<float>), side = phase < 0.5f ? 1.f : -1.f;
  const auto point = [&](int i, float x_scale) {
    const float y = -1 + 2 * float(i) / steps, x = std::sqrt(std::max(0.f, 1 - y * y));
    return ImVec2{centre.x + side * x_scale * x * radius, centre.y + y * radius};
  };
  auto& list = ui.draw();
  const auto color = ui.color(light);
  list.PrimReserve(steps * 6, (steps + 1) * 2);
  const auto first = list._VtxCurrentIdx;
  const auto white = ImGui::GetFontTexUvWhitePixel();
  for (int i = 0; i <= steps; ++i) {
    list.PrimWriteVtx(point(i, 1), white, color);
    list.PrimWriteVtx(point(i, edge), white, color);
  }
  for (int i = 0; i < steps; ++i)
    for (const int each : {0, 1, 2, 1, 3, 2}) list.PrimWriteIdx(ImDrawIdx(first + unsigned(i) * 2 + unsigned(each)));
  // Soft edges, which a strip has not.
  std::vector<ImVec2> outline;
  for (int i = 0; i <= steps; ++i) outline.push_back(point(i, 1));
  for (int i = steps; i >= 0; --i) outline.push_back(point(i, edge));
  list.AddPolyline(outline.data(), int(outline.size()), color, ImDrawFlags_None, 1.2f);
}

void draw_moon(Ui& ui, const Rect& rect, float hour) {
  const auto at = on_arc(rect, (hour >= dusk ? hour - dusk : hour + 24 - dusk) / (24 - dusk + dawn));
  const float size = std::min(rect.width, rect.height) * 0.058f, phase = moon_phase(ui.wall);
  const float lit = (1 - std::cos(phase * 2 * std::numbers::pi_v<float>)) / 2;
  glow(ui, at, size * 6, rgb(0xDDE3FF, 0.06f + 0.18f * lit));
  ui.draw().AddCircleFilled(at, size, ui.color(rgb(0xAEB4E0, 0.13f)), 48);  // what the earth lights of it
  if (lit > 0.01f) draw_lit_part(ui, at, size, phase, rgb(0xF3F2EA));
  // The seas, faintly, where they are lit.
  if (lit > 0.85f)
    for (const auto& [x, y, r] : {std::array{-0.32f, -0.28f, 0.26f}, {0.18f, -0.38f, 0.2f}, {0.02f, 0.12f, 0.3f}})
      ui.draw().AddCircleFilled({at.x + x * size, at.y + y * size}, r * size, ui.color(rgb(0xC9C8D6, 0.2f)), 24);
}

void draw_light(Ui& ui, const Rect& rect, float hour) {
  hour > dawn&& hour < dusk ? draw_sun(ui, rect, hour) : draw_moon(ui, rect, hour);
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

double sine(double degrees) {
  return std::sin(degrees * std::numbers::pi / 180);
}

}  // namespace

float moon_phase(std::chrono::system_clock::time_point time) {
  const double days = std::chrono::duration<double>(time.time_since_epoch()).count() / 86400 + 2440587.5 - 2451545.0;
  const double t = days / 36525;  // Julian centuries from 2000
  const double d = 297.8501921 + 445267.1114034 * t, sun = 357.5291092 + 35999.0502909 * t,
               moon = 134.9633964 + 477198.8675055 * t;
  const double angle = 180 - d - 6.289 * sine(moon) + 2.100 * sine(sun) - 1.274 * sine(2 * d - moon) -
                       0.658 * sine(2 * d) - 0.214 * sine(2 * moon) - 0.110 * sine(d);
  const double phase = (180 - angle) / 360;
  return float(phase - std::floor(phase));
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

}  // namespace twinlamp::ui

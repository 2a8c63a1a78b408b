#include "client/ui/kit/lamp.h"

#include <algorithm>
#include <cmath>

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

using client::LampState;

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

float lamp_glow(Ui& ui, std::string_view key, LampState state, bool in_sight) {
  const float target = state == LampState::sealed    ? 1.f
                       : state == LampState::writing ? 0.72f
                       : state == LampState::here    ? 0.55f
                                                     : 0.f;
  const auto id = ImGui::GetID(key.data(), key.data() + key.size());
  float now = ui.animate(id, target, std::chrono::milliseconds(700));
  if (state == LampState::writing && !ui.theme.motion.reduced) {
    const float t = std::chrono::duration<float>(ui.now.time_since_epoch() % std::chrono::seconds(1000)).count();
    now *= 1 + 0.05f * std::sin(t * 2.9f) + 0.035f * std::sin(t * 7.3f + 1);
    if (in_sight) ui.pacer().wake_at(ui.now + std::chrono::milliseconds(80));
  }
  return std::clamp(now, 0.f, 1.f);
}

void gift_glow(Ui& ui, std::string_view key, ImVec2 foot, float tall, bool is_there) {
  const auto id = ImGui::GetID(key.data(), key.data() + key.size());
  const float strength = ui.animate(id, is_there ? 1.f : 0.f, std::chrono::milliseconds(1200));
  if (strength <= 0.01f) return;
  const auto light = ui.theme.colors.glow;
  glow(ui, {foot.x, foot.y - tall * 0.45f}, tall * 1.25f, with_alpha(light, 0.42f * strength));
  glow(ui, foot, tall * 1.15f, with_alpha(light, 0.55f * strength), 0.2f);
}

}  // namespace twinlamp::ui

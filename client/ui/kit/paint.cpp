#include "client/ui/kit/paint.h"

#include <imgui_internal.h>

#include <array>
#include <cmath>
#include <numbers>

namespace twinlamp::ui {

void fill_gradient(Ui& ui, const Rect& rect, Color top, Color bottom, float radius, ImDrawFlags corners) {
  auto& list = ui.draw();
  const auto first = list.VtxBuffer.Size;
  list.AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.color(top), radius, corners);
  ImGui::ShadeVertsLinearColorGradientKeepAlpha(&list, first, list.VtxBuffer.Size, {rect.x, rect.y},
                                                {rect.x, rect.bottom()}, ui.color(top), ui.color(bottom));
}

void fill(Ui& ui, const Rect& rect, Color color, float radius) {
  ui.draw().AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.color(color), radius);
}

void outline(Ui& ui, const Rect& rect, Color color, float radius, float thickness) {
  ui.draw().AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.color(color), radius, 0, thickness);
}

void shadow(Ui& ui, const Rect& rect, float radius, float depth) {
  constexpr int layers = 7;
  const auto color = with_alpha(ui.theme.colors.shadow, ui.theme.colors.dark ? 0.055f : 0.013f);
  for (int i = layers; i > 0; --i) {
    const float grow = depth * float(i) / layers;
    const auto lower = Rect{rect.x, rect.y + depth * 0.35f, rect.width, rect.height}.grown(grow);
    fill(ui, lower, color, radius + grow);
  }
}

void glow(Ui& ui, ImVec2 centre, float radius, Color color, float squash) {
  static constexpr std::array<float, 7> rings{0, 0.08f, 0.2f, 0.36f, 0.55f, 0.77f, 1};
  constexpr int segments = 56;
  auto& list = ui.draw();
  list.PrimReserve(int(rings.size() - 1) * segments * 6, int(rings.size()) * segments);
  const auto base = list._VtxCurrentIdx;
  const auto uv = list._Data->TexUvWhitePixel;
  for (const float ring : rings) {
    const auto tone = ui.color(with_alpha(color, (1 - ring) * (1 - ring)));
    for (int i = 0; i < segments; ++i) {
      const float angle = float(i) * 2 * std::numbers::pi_v<float> / segments;
      list.PrimWriteVtx(
          {centre.x + std::cos(angle) * radius * ring, centre.y + std::sin(angle) * radius * ring * squash}, uv, tone);
    }
  }
  for (unsigned ring = 0; ring + 1 < rings.size(); ++ring) {
    for (unsigned i = 0; i < segments; ++i) {
      const auto a = base + ring * segments + i, b = base + ring * segments + (i + 1) % segments;
      for (const auto index : {a, b, b + segments, a, b + segments, a + segments}) list.PrimWriteIdx(ImDrawIdx(index));
    }
  }
}

}  // namespace twinlamp::ui

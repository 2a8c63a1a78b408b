#include "client/ui/kit/tooltip.h"

#include <algorithm>
#include <cmath>

#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {
namespace {

// Below what it is about, or above where there is no room.
Rect tooltip_place(Ui& ui, const Rect& about, float wide, float tall) {
  const auto& window = ui.window();
  const float gap = ui.px(0.45f), edge = ui.px(0.5f);
  const float x = std::clamp(about.x + (about.width - wide) / 2, edge, std::max(edge, window.width - wide - edge));
  const bool fits_below = about.bottom() + gap + tall + edge <= window.height;
  return {std::round(x), std::round(fits_below ? about.bottom() + gap : about.y - gap - tall), wide, tall};
}

void draw_tooltip(Ui& ui, std::string_view text, const Rect& about, float shown) {
  const float padding = ui.px(0.7f), most = std::min(ui.px(20), ui.window().width - ui.px(3));
  const float words = std::min(std::ceil(text_width(ui, Face::small, text)) + 1, most);
  const float tall = prose_height(ui, text, Face::small, words) + ui.px(0.7f);
  const auto rect = tooltip_place(ui, about, words + 2 * padding, tall);
  const auto around = rect.grown(ui.px(1));
  ImGui::SetNextWindowPos({around.x, around.y});
  ImGui::SetNextWindowSize({around.width, around.height});
  ImGui::Begin("##tooltip", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoInputs |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing |
                   ImGuiWindowFlags_Tooltip);
  const auto pen = ui.pen;
  const float alpha = ui.alpha;
  ui.alpha = shown;
  ++ui.layer;
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(0.45f);
  shadow(ui, rect, radius, ui.px(0.5f));
  fill(ui, rect, colors.card, radius);
  outline(ui, rect, colors.card_edge, radius);
  ui.pen = {rect.x + padding, rect.y + ui.px(0.35f), words};
  prose(ui, text, {.face = Face::small, .role = "tooltip"});
  --ui.layer;
  ui.alpha = alpha;
  ui.pen = pen;
  ImGui::End();
}

}  // namespace

void tooltip(Ui& ui, std::string_view text, const Pressable& over) {
  const bool rests = over.hovered || (over.focused && ui.focus().shows_ring());
  const auto since = ui.since(over.id ^ 0x70u, rests && !over.held && !over.pressed);
  if (!since) return;
  const auto due = *since + tooltip_delay;
  if (ui.now < due) return ui.pacer().wake_at(due);
  if (ui.tip_drawn) return;
  ui.tip_drawn = true;
  const std::chrono::duration<float> shown_for = ui.now - due;
  const float part =
      ui.theme.motion.reduced ? 1.f : std::min(1.f, shown_for / std::chrono::duration<float>(ui.theme.motion.quick));
  if (part < 1) ui.pacer().animate();
  draw_tooltip(ui, text, over.rect, std::max(part, 0.05f));
}

}  // namespace twinlamp::ui

#include "client/ui/kit/popup.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {

Rect beside(const Ui& ui, const Rect& anchor, float width, float height) {
  const auto window = ui.window();
  const float edge = ui.px(0.5f);
  width = std::min(width, window.width - 2 * edge);
  height = std::min(height, window.height - 2 * edge);
  const float above = anchor.y - edge - height, below = anchor.bottom() + edge;
  const float y = above >= edge ? above : std::min(below, window.height - edge - height);
  const float x = std::clamp(anchor.right() - width, edge, window.width - edge - width);
  return {std::floor(x), std::floor(y), std::floor(width), std::floor(height)};
}

Popup::Popup(Ui& ui, std::string_view id, const Rect& panel) : ui_(ui), outer_(ui.pen) {
  ui.focus().only_from_here();
  ++ui.layer;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({ui.window().width, ui.window().height});
  ImGui::Begin(std::string("##").append(id).c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
  const auto mouse = ImGui::GetIO().MousePos;
  closes_ = ui.input.take(Key::escape) ||
            (!ImGui::IsWindowAppearing() && ImGui::IsMouseClicked(0) && !panel.contains(mouse.x, mouse.y));
  const float radius = ui.em(ui.theme.radius.card);
  shadow(ui, panel, radius, ui.px(1.2f));
  fill(ui, panel, ui.theme.colors.card, radius);
  outline(ui, panel, ui.theme.colors.card_edge, radius, std::max(1.f, ui.em(0.06f)));
  const float padding = ui.px(0.8f);
  ui.pen = {panel.x + padding, panel.y + padding, panel.width - 2 * padding};
}

Popup::~Popup() {
  ImGui::End();
  --ui_.layer;
  ui_.pen = outer_;
}

}  // namespace twinlamp::ui

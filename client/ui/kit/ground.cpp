#include "client/ui/kit/ground.h"

#include <utility>

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

// What ImGui itself still draws is a scroll bar, and that is to look like the rest.
void style_scroll_bar(Ui& ui) {
  auto& style = ImGui::GetStyle();
  style.ScrollbarSize = ui.px(0.7f);
  style.ScrollbarRounding = ui.px(0.35f);
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = style.ChildBorderSize = 0;
  style.WindowMinSize = {1, 1};
  style.AntiAliasedLines = style.AntiAliasedFill = true;
  style.CircleTessellationMaxError = 0.2f;
  const auto tone = [](Color color) { return ImVec4(color.r, color.g, color.b, color.a); };
  style.Colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_ScrollbarGrab] = tone(with_alpha(ui.theme.colors.ink_faint, 0.35f));
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = tone(with_alpha(ui.theme.colors.ink_faint, 0.6f));
  style.Colors[ImGuiCol_ScrollbarGrabActive] = tone(with_alpha(ui.theme.colors.accent, 0.8f));
}

void draw_ground(Ui& ui) {
  const auto& window = ui.window();
  const auto& colors = ui.theme.colors;
  fill_gradient(ui, window, colors.ground_top, colors.ground_bottom, 0);
  glow(ui, {window.width * 0.5f, window.height * 1.05f}, window.width * 0.62f,
       with_alpha(colors.glow, colors.dark ? 0.10f : 0.13f), 0.55f);
}

}  // namespace

Ground::Ground(Ui& ui, bool is_covered) : ui_(ui), is_covered_(is_covered) {
  style_scroll_bar(ui);
  const auto& window = ui.window();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({window.width, window.height});
  ImGui::Begin("##window", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoScrollWithMouse);
  draw_ground(ui);
  if (is_covered_) std::swap(held_, ui.input);
}

Ground::~Ground() {
  if (is_covered_) std::swap(held_, ui_.input);
  ImGui::End();
}

}  // namespace twinlamp::ui

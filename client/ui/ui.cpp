#include "client/ui/ui.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace twinlamp::ui {
namespace {

ImRect to_im(const Rect& rect) {
  return {rect.x, rect.y, rect.right(), rect.bottom()};
}

Rect clipped(const Rect& rect) {
  auto* window = ImGui::GetCurrentWindowRead();
  auto box = to_im(rect);
  box.ClipWithFull(window->ClipRect);
  return {box.Min.x, box.Min.y, box.GetWidth(), box.GetHeight()};
}

}  // namespace

void Ui::begin(float width, float height, std::string_view screen) {
  window_ = {0, 0, width, height};
  ++frame_;
  layer = 0;
  tip_drawn = false;
  pen = {0, 0, width};
  pacer_.begin_frame(now);
  fonts_.begin_frame();
  layouts_.begin_frame();
  log_.begin_frame(screen);
  focus_.begin_frame(input);
}

void Ui::end() {
  begins_at_top = false;
  focus_.end_frame();
  input.end_frame();
  if (fonts_.wants_frame()) pacer_.handle_event();
}

float Ui::px(float lengths) const {
  return std::round(em(lengths));
}

Rect Ui::take(float height) {
  const Rect rect{pen.x, pen.y, pen.width, std::ceil(height)};
  pen.y += rect.height;
  return rect;
}

ImU32 Ui::color(Color color) const {
  return ImGui::ColorConvertFloat4ToU32({color.r, color.g, color.b, color.a * alpha});
}

float Ui::animate(WidgetId key, float target, std::chrono::milliseconds time) {
  const auto [place, is_new] = moving_.try_emplace(key, Moving{target, target, now - time});
  auto& moving = place->second;
  const auto at = [&] {
    const auto part =
        std::clamp(std::chrono::duration<float>(now - moving.since) / std::chrono::duration<float>(time), 0.f, 1.f);
    return moving.from + (moving.target - moving.from) * (1 - (1 - part) * (1 - part) * (1 - part));
  };
  if (is_new || theme.motion.reduced) {
    moving = {target, target, now - time};
    return target;
  }
  if (moving.target != target) moving = {at(), target, now};
  if (now - moving.since < time) pacer_.animate();
  return at();
}

std::optional<std::chrono::steady_clock::time_point> Ui::since(WidgetId key, bool it_is_so) {
  if (!it_is_so) {
    lasting_.erase(key);
    return std::nullopt;
  }
  auto& lasting = lasting_[key];
  if (lasting.frame + 1 < frame_) lasting.since = now;
  lasting.frame = frame_;
  return lasting.since;
}

Pressable Ui::clickable(std::string_view label, const Rect& rect) {
  Pressable it{.id = ImGui::GetID(label.data(), label.data() + label.size()), .rect = rect};
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  const auto box = to_im(rect);
  ImGui::ItemSize(box.GetSize());
  if (!ImGui::ItemAdd(box, it.id)) return it;
  it.pressed = ImGui::ButtonBehavior(box, it.id, &it.hovered, &it.held);
  if (it.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return it;
}

Pressable Ui::pressable(std::string_view label, const Rect& rect, bool enabled) {
  const auto id = ImGui::GetID(label.data(), label.data() + label.size());
  Pressable it{.id = id, .rect = rect};
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  const auto box = to_im(rect);
  ImGui::ItemSize(box.GetSize());
  const bool there = ImGui::ItemAdd(box, id);
  if (!enabled) return it;
  it.focused = focus_.add(id);
  if (it.focused && focus_.just_moved())
    ImGui::ScrollToBringRectIntoView(ImGui::GetCurrentWindow(), to_im(rect.grown(px(1))));
  if (it.focused) it.pressed = input.take(Key::enter) || input.take(Key::space);
  if (!there) return it;
  if (ImGui::ButtonBehavior(box, id, &it.hovered, &it.held)) {
    it.pressed = true;
    focus_.set(id, false);
  }
  if (it.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return it;
}

bool Ui::takes_keys(WidgetId id, const Rect& rect) {
  const bool focused = focus_.add(id);
  if (focused && focus_.just_moved())
    ImGui::ScrollToBringRectIntoView(ImGui::GetCurrentWindow(), to_im(rect.grown(px(1))));
  return focused;
}

void Ui::focus_ring(const Rect& rect, float radius, bool always) {
  if (!has_keyboard || (!always && !focus_.shows_ring())) return;
  const auto ring = rect.grown(px(0.16f));
  draw().AddRect({ring.x, ring.y}, {ring.right(), ring.bottom()}, color(theme.colors.focus), radius + px(0.16f), 0,
                 std::max(2.f, em(0.12f)));
}

void Ui::record(std::string_view role, std::string_view label, const Rect& rect, std::string_view value, bool enabled,
                bool focused, bool selected) {
  log_.add({std::string(role), std::string(label), std::string(value), enabled, focused, selected, rect, clipped(rect),
            layer});
}

}  // namespace twinlamp::ui

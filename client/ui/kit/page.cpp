#include "client/ui/kit/page.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <imgui_internal.h>

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {

Page::Page(Ui& ui, std::string_view id, const Rect& area, float widest, bool centred_vertically)
    : ui_(ui), area_(area), outer_(ui.pen) {
  key_ = ImGui::GetID(id.data(), id.data() + id.size());
  ImGui::SetCursorScreenPos({area.x, area.y});
  if (ui.begins_at_top) ImGui::SetNextWindowScroll({-1, 0});
  ImGui::BeginChild(key_, {area.width, area.height}, false, ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground);
  const float margin = ui.px(std::clamp(area.width / ui.em(1) / 22, 0.9f, 2.4f));
  const float room = area.width - 2 * margin - ImGui::GetStyle().ScrollbarSize;
  const float width = std::floor(std::min(room, ui.em(widest)));
  top_ = area.y - ImGui::GetScrollY();
  float y = top_ + std::min(ui.px(2.2f), area.height * 0.05f + ui.px(0.4f));
  if (centred_vertically) {
    const float tall = ImGui::GetStateStorage()->GetFloat(key_, 0);
    y = std::max(y, top_ + std::floor((area.height - tall) * 0.42f));
    top_ = y;
  }
  ui.pen = {area.x + std::floor(margin + (room - width) / 2), y, width};
}

// What no widget had a use for moves the page.
void Page::scroll_by_keys() {
  auto& input = ui_.input;
  const float leap = area_.height * 0.85f, row = ui_.px(3);
  const float before = ImGui::GetScrollY();
  float at = before;
  if (input.take(Key::page_down)) at += leap;
  if (input.take(Key::page_up)) at -= leap;
  if (input.take(Key::down)) at += row;
  if (input.take(Key::up)) at -= row;
  if (input.take(Key::home)) at = 0;
  if (input.take(Key::end)) at = ImGui::GetScrollMaxY();
  if (at == before) return;
  ImGui::SetScrollY(std::clamp(at, 0.f, ImGui::GetScrollMaxY()));
  ui_.pacer().handle_event();
}

// What goes on below the page's edge fades there, so that it is seen to go on.
void Page::draw_more_below() {
  const float tall = ui_.px(1.1f);
  if (ImGui::GetScrollMaxY() - ImGui::GetScrollY() < tall) return;
  const auto& colors = ui_.theme.colors;
  const float bottom = area_.bottom(), window = std::max(1.f, ui_.window().height);
  const auto ground = mix(colors.ground_top, colors.ground_bottom, bottom / window);
  const float wide = area_.width - ImGui::GetStyle().ScrollbarSize;
  const auto above = ui_.color(with_alpha(ground, 0)), below = ui_.color(ground);
  ui_.draw().AddRectFilledMultiColor({area_.x, bottom - tall}, {area_.x + wide, bottom}, above, above, below, below);
}

Page::~Page() {
  scroll_by_keys();
  draw_more_below();
  const float bottom = ui_.pen.y + ui_.px(1.6f) + ui_.covered_below;
  auto& storage = *ImGui::GetStateStorage();
  if (storage.GetFloat(key_, 0) != ui_.pen.y - top_) ui_.pacer().handle_event();
  storage.SetFloat(key_, ui_.pen.y - top_);
  ImGui::SetCursorScreenPos({area_.x, bottom});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  ui_.pen = outer_;
}

Panel::Panel(Ui& ui, PanelKind kind, float padding) : ui_(ui), outer_(ui.pen), kind_(kind), padding_(ui.px(padding)) {
  padding_ = std::min(padding_, std::floor(ui.pen.width * 0.07f));
  layers_.Split(&ui.draw(), 2);
  layers_.SetCurrentChannel(&ui.draw(), 1);
  ui_.pen = {outer_.x + padding_, outer_.y + padding_, outer_.width - 2 * padding_};
}

Panel::~Panel() {
  const auto& colors = ui_.theme.colors;
  const Rect rect{outer_.x, outer_.y, outer_.width, ui_.pen.y + padding_ - outer_.y};
  const float radius = ui_.em(ui_.theme.radius.card);
  layers_.SetCurrentChannel(&ui_.draw(), 0);
  if (kind_ == PanelKind::raised) shadow(ui_, rect, radius, ui_.px(0.9f));
  if (kind_ == PanelKind::raised)
    fill_gradient(ui_, rect, mix(colors.card, rgb(0xFFFFFF), colors.dark ? 0.035f : 0.3f), colors.card, radius);
  if (kind_ == PanelKind::sunken) fill(ui_, rect, with_alpha(colors.sunken, 0.85f), radius);
  outline(ui_, rect, with_alpha(colors.card_edge, kind_ == PanelKind::sunken ? 0.6f : 1), radius,
          std::max(1.f, ui_.em(0.06f)));
  layers_.Merge(&ui_.draw());
  ui_.pen = {outer_.x, rect.bottom(), outer_.width};
}

Dialog::Dialog(Ui& ui, std::string_view title) : ui_(ui), outer_(ui.pen), title_(title) {
  ui.focus().only_from_here();
  ++ui.layer;
  const auto& window = ui.window();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({window.width, window.height});
  ImGui::Begin("##dialog", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  fill(ui, window, with_alpha(rgb(0x080616), 0.62f), 0);
  escaped_ = ui.input.take(Key::escape);
  key_ = ImGui::GetID("tall");
  const float width = std::min(ui.em(30), window.width - ui.px(2)), padding = ui.px(1.6f);
  const float tall = ImGui::GetStateStorage()->GetFloat(key_, ui.px(12));
  top_ = std::max(ui.px(0.8f), std::floor((window.height - tall) * 0.42f)) - ImGui::GetScrollY();
  layers_.Split(&ui.draw(), 2);
  layers_.SetCurrentChannel(&ui.draw(), 1);
  ui.pen = {std::floor((window.width - width) / 2) + padding, top_ + padding, width - 2 * padding};
  prose(ui, title, {.face = Face::card});
  ui.gap(0.5f);
}

Dialog::~Dialog() {
  const float padding = ui_.px(1.6f), radius = ui_.em(ui_.theme.radius.card);
  const Rect rect{ui_.pen.x - padding, top_, ui_.pen.width + 2 * padding, ui_.pen.y + padding - top_};
  layers_.SetCurrentChannel(&ui_.draw(), 0);
  // Over the darkened page the morning's shadow would be a glow.
  if (ui_.theme.colors.dark) shadow(ui_, rect, radius, ui_.px(1.4f));
  fill(ui_, rect, ui_.theme.colors.card, radius);
  outline(ui_, rect, ui_.theme.colors.card_edge, radius);
  layers_.Merge(&ui_.draw());
  ui_.record("dialog", title_, rect);
  auto& storage = *ImGui::GetStateStorage();
  if (storage.GetFloat(key_, 0) != rect.height) ui_.pacer().handle_event();
  storage.SetFloat(key_, rect.height);
  ImGui::SetCursorScreenPos({rect.x, rect.bottom()});
  ImGui::Dummy({1, ui_.px(0.8f)});
  ImGui::End();
  --ui_.layer;
  ui_.pen = outer_;
}

void page_title(Ui& ui, std::string_view title, std::string_view about) {
  prose(ui, title, {.face = Face::title, .role = "title"});
  if (!about.empty()) {
    ui.gap(0.15f);
    prose(ui, about, {.color = ui.theme.colors.ink_soft, .widest = ui.theme.type.measure});
  }
  ui.gap(1.2f);
}

void divider(Ui& ui) {
  ui.gap(0.9f);
  const auto line = ui.take(std::max(1.f, ui.px(0.06f)));
  fill(ui, line, ui.theme.colors.card_edge, 0);
  ui.gap(0.9f);
}

}  // namespace twinlamp::ui

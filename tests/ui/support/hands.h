// A window without a window: an ImGui context, and a person who clicks at what is labelled and types. What is drawn is
// said by who derives from it.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <string_view>

#include "client/text/unicode.h"
#include "client/ui/ui.h"

namespace twinlamp::ui::test {

class Hands : public testing::Test {
protected:
  Hands() : ui(fonts, pacer) {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().Fonts->Build();  // ImGui's own, which nothing is drawn with
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    ui.now = std::chrono::steady_clock::time_point(std::chrono::hours(10));
    ui.wall = std::chrono::system_clock::time_point(std::chrono::seconds(1'795'000'000));
  }
  ~Hands() override { ImGui::DestroyContext(); }

  virtual float prepare() = 0;  // the theme; pixels of one em
  virtual void draw() = 0;

  void frames(int count) {
    for (int i = 0; i < count; ++i) frame();
  }

  void frame() {
    auto& io = ImGui::GetIO();
    io.DisplaySize = {width, height};
    io.DeltaTime = std::chrono::duration<float>(between_frames).count();
    ui.now += between_frames;
    const float em = prepare();
    if (em != fonts.em()) fonts.build(ui.theme.type, em);
    ImGui::NewFrame();
    draw();
    ImGui::Render();
  }

  const Widget* find(std::string_view label, std::string_view role = {}) { return ui.log().find(label, role); }

  // Scrolls until it can be clicked, as a person would.
  void press(std::string_view label, std::string_view role = {}) {
    for (int i = 0; i < 300; ++i) {
      const auto* widget = find(label, role);
      ASSERT_NE(widget, nullptr) << label;
      const auto seen = widget->visible;
      if (seen.width > 0 && seen.height >= std::min(widget->rect.height, 30.f))
        return click(seen.x + seen.width / 2, seen.y + seen.height / 2);
      ImGui::GetIO().MousePos = {width * 0.6f, height * 0.4f};
      ImGui::GetIO().MouseWheel = widget->rect.y < 0 ? 2.f : -2.f;
      frames(2);
    }
    FAIL() << "cannot bring into sight: " << label;
  }

  void click(float x, float y) {
    auto& io = ImGui::GetIO();
    io.MousePos = {x, y};
    io.MouseDown[0] = true;
    frame();
    io.MouseDown[0] = false;
    frames(3);
  }

  void hover(std::string_view label, std::string_view role = {}) {
    const auto* widget = find(label, role);
    ASSERT_NE(widget, nullptr) << label;
    ImGui::GetIO().MousePos = {widget->visible.x + widget->visible.width / 2,
                               widget->visible.y + widget->visible.height / 2};
    frames(2);
  }

  void key(Key pressed, bool control = false, bool shift = false, bool alt = false) {
    ui.input.push({.key = pressed, .control = control, .shift = shift, .alt = alt});
    if (pressed == Key::space) ui.input.push({.key = Key::character, .text = U' '});
    frames(2);
  }

  void shortcut(char letter) {
    ui.input.push({.key = Key::letter, .text = char32_t(letter), .control = true});
    frames(2);
  }

  void type(std::string_view text) {
    for (const auto point : text::decode(text)) ui.input.push({.key = Key::character, .text = point});
    frames(2);
  }

  void type_into(std::string_view label, std::string_view text) {
    press(label, find(label, "writing") ? "writing" : "field");
    type(text);
  }

  float width = 1100, height = 760, scale = 1;
  PaletteName palette = PaletteName::evening;
  std::chrono::milliseconds between_frames{100};
  Fonts fonts;
  FramePacer pacer;
  Ui ui;
};

}  // namespace twinlamp::ui::test

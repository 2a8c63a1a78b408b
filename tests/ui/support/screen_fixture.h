// A window without a window: an ImGui context, a scripted app, and a person who clicks at what is labelled and types.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <string>
#include <string_view>

#include "client/text/unicode.h"
#include "client/ui/window.h"
#include "tests/ui/support/fake_port.h"
#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

class ScreenTest : public testing::Test {
protected:
  ScreenTest() : ui(fonts, pacer) {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().Fonts->Build();  // ImGui's own, which nothing is drawn with
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    ui.now = std::chrono::steady_clock::time_point(std::chrono::hours(10));
    ui.wall = std::chrono::system_clock::time_point(std::chrono::seconds(1'795'000'000));
  }
  ~ScreenTest() override { ImGui::DestroyContext(); }

  void show(client::Model model, Route route = {}) {
    port = std::make_unique<FakePort>(std::move(model));
    window = std::make_unique<Window>(*port, LookChoice{scale, palette});
    frames(2);
    window->go(std::move(route));
    frames(4);
  }

  void frames(int count) {
    for (int i = 0; i < count; ++i) frame();
  }

  void frame() {
    auto& io = ImGui::GetIO();
    io.DisplaySize = {width, height};
    io.DeltaTime = 0.1f;
    ui.now += std::chrono::milliseconds(100);
    const float em = window->prepare(ui, 1);
    if (em != fonts.em()) fonts.build(ui.theme.type, em);
    ImGui::NewFrame();
    window->draw(ui, width, height);
    ImGui::Render();
  }

  const Widget* find(std::string_view label, std::string_view role = {}) { return ui.log().find(label, role); }

  // Scrolls until it can be clicked, as a person would.
  void press(std::string_view label, std::string_view role = {}) {
    for (int i = 0; i < 60; ++i) {
      const auto* widget = find(label, role);
      ASSERT_NE(widget, nullptr) << label;
      const auto seen = widget->visible;
      if (seen.width > 0 && seen.height >= std::min(widget->rect.height, 30.f))
        return click(seen.x + seen.width / 2, seen.y + seen.height / 2);
      ImGui::GetIO().MousePos = {width * 0.6f, height * 0.4f};
      ImGui::GetIO().MouseWheel = widget->rect.y < 0 ? 1.f : -1.f;
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

  void key(Key pressed, bool control = false, bool shift = false) {
    ui.input.push({.key = pressed, .control = control, .shift = shift});
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
  Fonts fonts;
  FramePacer pacer;
  Ui ui;
  std::unique_ptr<FakePort> port;
  std::unique_ptr<Window> window;
};

}  // namespace twinlamp::ui::test

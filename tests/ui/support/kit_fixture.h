// One widget on a page of its own, and a person who clicks at it and types.
#pragma once

#include <functional>

#include "client/ui/kit/page.h"
#include "tests/ui/support/hands.h"

namespace twinlamp::ui::test {

class KitTest : public Hands {
protected:
  // `body` draws at the pen, on a page with a column of `widest` em.
  void show(std::function<void()> body, float widest = 40) {
    body_ = std::move(body);
    widest_ = widest;
    frames(3);
  }

  float prepare() override {
    ui.theme = make_theme(palette, high_contrast, reduced_motion);
    return 16 * scale;
  }

  void draw() override {
    ui.begin(width, height, "kit");
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({width, height});
    ImGui::Begin("##window", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus);
    {
      const Page page(ui, "kit", {0, 0, width, height}, widest_);
      column_ = ui.pen;
      body_();
    }
    ImGui::End();
    ui.end();
  }

  // All of a role, in the order in which they are drawn.
  std::vector<Widget> all_of(std::string_view role) {
    std::vector<Widget> found;
    for (const auto& each : ui.log().widgets())
      if (each.role == role) found.push_back(each);
    return found;
  }
  float width_of_column() const { return column_.width; }
  float left_of_column() const { return column_.x; }
  // The label of what the keyboard is on.
  std::string on() {
    for (const auto& each : ui.log().widgets())
      if (each.focused) return each.label;
    return {};
  }

  bool high_contrast = false, reduced_motion = false;

private:
  std::function<void()> body_;
  float widest_ = 40;
  Pen column_;
};

}  // namespace twinlamp::ui::test

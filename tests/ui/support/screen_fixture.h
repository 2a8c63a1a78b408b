// The window's screens without a window: a scripted app, and a person who clicks at what is labelled and types.
#pragma once

#include <memory>

#include "client/ui/window.h"
#include "tests/ui/support/fake_port.h"
#include "tests/ui/support/hands.h"
#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

class ScreenTest : public Hands {
protected:
  void show(client::Model model, Route route = {}) {
    port = std::make_unique<FakePort>(std::move(model));
    window = std::make_unique<Window>(*port, LookChoice{scale, palette});
    frames(2);
    window->go(std::move(route));
    frames(4);
  }

  float prepare() override { return window->prepare(ui, 1); }
  void draw() override { window->draw(ui, width, height); }

  std::unique_ptr<FakePort> port;
  std::unique_ptr<Window> window;
};

}  // namespace twinlamp::ui::test

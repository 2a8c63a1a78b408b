// The frame around the window: GLFW, OpenGL 3 and ImGui's backends live in here and nowhere else.
//
// run() sleeps until an event, a wake() from the app's thread or the pacer's time, and draws only then. wake() may be
// called from any thread while the Shell lives; everything else belongs to the thread that made it. The constructor
// throws std::runtime_error with one plain sentence where there is no display.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/ui/ui.h"
#include "client/ui/view.h"
#include "client/window_place.h"

namespace twinlamp::ui {

struct ShellOptions {
  int width = 1100, height = 760;
  std::optional<std::pair<int, int>> position = {};
  bool visible = true;  // else it opens with show()
  bool keeps_pictures = false;
  std::string widget_log = {};  // a file; empty is none
};

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;  // top row first
};

struct ShellFigures {
  std::uint64_t frames = 0, wakeups = 0;
  std::chrono::microseconds first_frame{};  // from the constructor's start to the first picture shown
};

class Shell {
public:
  explicit Shell(const ShellOptions& options);
  ~Shell();
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  void run(View& view);   // until the window is closed, or ask_to_close()
  void draw(View& view);  // one frame, now
  void wake();            // any thread
  void ask_to_close();    // any thread, and signal handlers' threads
  void resize(int width, int height);
  std::vector<client::ScreenArea> screens() const;          // what is free on each
  void show(const std::optional<client::WindowPlace>& at);  // of one made invisible
  const Picture& picture() const;                           // the last one, where they are kept
  Ui& ui();
  ShellFigures figures() const;

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace twinlamp::ui

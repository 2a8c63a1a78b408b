// What the shell shows: something that fills the window, says how large its letters are, and draws itself.
#pragma once

#include "client/intent.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

class View {
public:
  virtual ~View() = default;

  // Before a frame: sets the theme. The pixels of one em, for the shell to build the fonts.
  virtual float prepare(Ui& ui, float display_scale) = 0;
  // Draws one frame of this size, between ImGui::NewFrame and ImGui::Render.
  virtual void draw(Ui& ui, float width, float height) = 0;
  virtual void handle_focus(bool) {}
  virtual void handle_place(const client::WindowPlace&) {}  // where the window has come to rest
  virtual void flush() {}                                   // before it closes
  virtual void handle_close() {}                            // the last word, while there still is a window
};

}  // namespace twinlamp::ui

// Something that lies over the page for a moment, near what opened it: a press beside it or Escape closes it.
//
// Drawn after the page. While it lives only what is in it can be pressed or reached by Tab.
#pragma once

#include "client/ui/ui.h"

namespace twinlamp::ui {

// A panel of this size beside `anchor`: above it where there is room, else below, always inside the window.
Rect beside(const Ui& ui, const Rect& anchor, float width, float height);

class Popup {
public:
  Popup(Ui& ui, std::string_view id, const Rect& panel);
  ~Popup();
  Popup(const Popup&) = delete;
  Popup& operator=(const Popup&) = delete;

  bool wants_to_close() const { return closes_; }

private:
  Ui& ui_;
  Pen outer_;
  bool closes_ = false;
};

}  // namespace twinlamp::ui

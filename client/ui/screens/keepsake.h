// Everything both have revealed: by time under its months, by practice, by what one searches for. Opening one leads to
// its round.
#pragma once

#include "client/ui/kit/virtual_rows.h"
#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct KeepsakeState {
  int practice = 0;  // 0 is all
  Writing words{{.one_line = true, .bytes = 200}};
  VirtualRows rows;

  // What is shown, made anew when the keepsake or what is asked of it has changed.
  client::KeepsakeRef of, shown;
  std::uint64_t asked = 0;  // revision of the words
  int asked_practice = -1;
  std::uint64_t list = 0;
};

struct KeepsakePage {
  const client::Model& model;
  const client::AppPort& app;
};

Step draw_keepsake(Ui& ui, const KeepsakePage& page, KeepsakeState& state, const Rect& area);

}  // namespace twinlamp::ui

// Your thing: two lists side by side. One's own is added to, answered and taken back; the other's is asked about and cheered.
// Advice can be given only where its owner has asked for it.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct ThingsState {
  Writing added{{.one_line = true, .bytes = 400}};
  std::size_t list = 0;  // 0 into, 1 coming
  Writing when{{.one_line = true, .bytes = 40}};
  // What is said of one thing.
  std::string about;
  client::RemarkKind kind{};
  Writing said{{.bytes = 2000}};
};

Step draw_things(Ui& ui, const client::Model& model, ThingsState& state);

}  // namespace twinlamp::ui

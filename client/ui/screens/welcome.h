// The first minute: a name, a relay if one is known, a passphrase if one is wanted.
#pragma once

#include "client/ui/screens/backup.h"

namespace twinlamp::ui {

struct WelcomeState {
  Writing name{{.one_line = true, .bytes = 80}};
  Writing relay{{.one_line = true, .bytes = 400}};
  Writing passphrase{{.one_line = true, .bytes = 512}}, again{{.one_line = true, .bytes = 512}};
  bool wants_lock = false, hosts = false, sent = false;
  std::string problem;
  RestoreState restore;
};

Step draw_welcome(Ui& ui, const client::Model& model, WelcomeState& state, const Rect& area);

}  // namespace twinlamp::ui

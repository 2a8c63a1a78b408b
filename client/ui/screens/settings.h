// Name, lamp, look, lock, relay, notifications, who can see what; and the page on which one leaves.
#pragma once

#include "client/ui/screens/backup.h"
#include "client/ui/screens/home_relay.h"

namespace twinlamp::ui {

struct SettingsState {
  bool loaded = false;
  Writing name{{.one_line = true, .bytes = 80}};
  Writing relay{{.one_line = true, .bytes = 400}};
  Writing current{{.one_line = true, .bytes = 512}}, wanted{{.one_line = true, .bytes = 512}},
      again{{.one_line = true, .bytes = 512}};
  Writing leave_word{{.one_line = true, .bytes = 40}};
  Writing quiet_from{{.one_line = true, .bytes = 8}}, quiet_until{{.one_line = true, .bytes = 8}};
  HomeRelayState home;
  bool changes_lock = false, has_times = false;
  std::string problem;
  RestoreState restore;
};

Step draw_settings(Ui& ui, const client::Model& model, SettingsState& state, const Rect& area);

// What leaving does, what it cannot do, and a word to type.
Step draw_leave(Ui& ui, const client::Model& model, SettingsState& state, const Rect& area);

}  // namespace twinlamp::ui

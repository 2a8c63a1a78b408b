// Name, lamp, look, lock, relay, notifications, who can see what.
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
  Writing quiet_from{{.one_line = true, .bytes = 8}}, quiet_until{{.one_line = true, .bytes = 8}};
  HomeRelayState home;
  bool changes_lock = false, has_times = false;
  std::string problem;
  RestoreState restore;
};

Step draw_settings(Ui& ui, const client::Model& model, SettingsState& state, const Rect& area);

}  // namespace twinlamp::ui

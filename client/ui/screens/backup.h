// The encrypted backup: made from the keepsake, restored at the first run or in the settings, and when the last one was made.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct BackupState {
  bool is_open = false, is_sent = false;
  Writing passphrase{{.one_line = true, .bytes = 512}}, again{{.one_line = true, .bytes = 512}};
  Writing file{{.one_line = true, .bytes = 1000}};
  std::string suggested;  // what stood in it before anybody typed
  std::string problem;
  std::uint64_t done = 0;
};

struct RestoreState {
  bool is_open = false;
  Writing file{{.one_line = true, .bytes = 1000}};
  Writing passphrase{{.one_line = true, .bytes = 512}};
  Writing lock{{.one_line = true, .bytes = 512}}, again{{.one_line = true, .bytes = 512}};
  bool wants_lock = false;
  std::string problem;
};

// A name with the day in it: "…/twinlamp-2026-11-26.html".
std::string dated_file(const Ui& ui, const client::Model& model, std::string_view ending);

// Its panel, if it is open.
Step draw_backup(Ui& ui, const client::Model& model, BackupState& state);

// The first run's page. `state.is_open` is false once somebody goes back.
Step draw_restore_page(Ui& ui, const client::Model& model, RestoreState& state, const Rect& area);

// In the settings: when the last one was made, and one plain question before a backup takes the place of what is here.
Step draw_backup_settings(Ui& ui, const client::Model& model, RestoreState& state);

}  // namespace twinlamp::ui

// The panels of the settings that have a file of their own.
#pragma once

#include "client/ui/screens/settings.h"

namespace twinlamp::ui {

void settings_heading(Ui& ui, std::string_view text);
void settings_hint(Ui& ui, std::string_view text);

// Whether the desktop may say that something is ready, and when not.
Step draw_notifications(Ui& ui, const client::Model& model, SettingsState& state);

// Who can see what: the partner, the relay, whoever opens this laptop, and nobody else.
void draw_sharing(Ui& ui, const client::Model& model);

}  // namespace twinlamp::ui

#include <charconv>
#include <cstdio>
#include <optional>

#include "client/ui/screens/settings_parts.h"

namespace twinlamp::ui {
namespace {

std::string clock_text(int minutes) {
  char text[8];
  std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60 % 24, minutes % 60);
  return text;
}

// "22:30", "7:05", "22.30", "22": minutes after midnight.
std::optional<int> minutes_of(std::string_view text) {
  const auto number = [](std::string_view digits, int below) -> std::optional<int> {
    int value = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.size() > 2 || value < 0 ||
        value >= below)
      return std::nullopt;
    return value;
  };
  const auto apart = text.find_first_of(":.");
  const auto hours = number(text.substr(0, apart), 24);
  if (!hours || apart == std::string_view::npos) return hours ? std::optional(*hours * 60) : std::nullopt;
  const auto minutes = number(text.substr(apart + 1), 60);
  return minutes ? std::optional(*hours * 60 + *minutes) : std::nullopt;
}

// True once another time was typed that can be read.
bool time_field(Ui& ui, std::string_view label, Writing& writing, int& minutes) {
  const auto typed = minutes_of(writing.editor.text());
  const auto result =
      field(ui, label, writing, {.problem = typed ? std::string_view() : std::string_view(ui.say("settings.no_time"))});
  const auto now = minutes_of(writing.editor.text());
  if (!result.changed || !now || *now == minutes) return false;
  minutes = *now;
  return true;
}

}  // namespace

Step draw_notifications(Ui& ui, const client::Model& model, SettingsState& state) {
  const Panel panel(ui);
  settings_heading(ui, ui.say("settings.notifications"));
  auto wanted = model.settings.notifications;
  if (!state.has_times) {
    state.quiet_from.editor.set_text(clock_text(wanted.quiet_from));
    state.quiet_until.editor.set_text(clock_text(wanted.quiet_until));
    state.has_times = true;
  }
  bool changed = toggle(ui, ui.say("settings.notify"), wanted.on);
  ui.gap(0.2f);
  settings_hint(ui, ui.say("settings.notify_hint", {{"words", ui.say("event.something")}}));
  if (wanted.on) {
    ui.gap(0.7f);
    changed |= toggle(ui, ui.say("settings.nudge"), wanted.nudge);
    ui.gap(0.2f);
    settings_hint(ui, ui.say("settings.nudge_hint"));
    ui.gap(0.7f);
    changed |= toggle(ui, ui.say("settings.quiet"), wanted.quiet_hours);
    if (wanted.quiet_hours) {
      ui.gap(0.6f);
      Columns columns(ui, 2, 7, 1);
      changed |= time_field(ui, ui.say("settings.quiet_from"), state.quiet_from, wanted.quiet_from);
      columns.next();
      changed |= time_field(ui, ui.say("settings.quiet_until"), state.quiet_until, wanted.quiet_until);
    }
  }
  return changed ? Step::want(wanted) : Step{};
}

}  // namespace twinlamp::ui

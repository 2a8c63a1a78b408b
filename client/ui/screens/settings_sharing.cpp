#include <cstdio>
#include <cstdlib>

#include "client/ui/screens/settings_parts.h"

namespace twinlamp::ui {
namespace {

std::string offset_text(int minutes) {
  char text[16];
  std::snprintf(text, sizeof text, "UTC%c%d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                std::abs(minutes) % 60);
  return text;
}

void line(Ui& ui, std::string_view who, std::string_view what) {
  prose(ui, who, {.face = Face::strong, .role = "heading"});
  ui.gap(0.15f);
  prose(ui, what, {.color = ui.theme.colors.ink_soft});
}

}  // namespace

void draw_sharing(Ui& ui, const client::Model& model) {
  const Panel panel(ui);
  settings_heading(ui, ui.say("sharing.title"));
  const auto& sharing = model.settings.sharing;
  const auto partner = model.partner.name.empty() ? ui.say("partner.bare") : model.partner.name;
  auto seen = ui.say("sharing.partner_sees", {{"name", sharing.name}});
  if (sharing.utc_offset_minutes) {
    seen += ' ' + ui.say("sharing.time", {{"offset", offset_text(*sharing.utc_offset_minutes)}});
    if (sharing.clock_changes > 0) seen += ' ' + ui.say("sharing.changes", {{"count", sharing.clock_changes}});
  }
  seen += ' ' + ui.say(sharing.lamp_lit ? "sharing.lamp_lit" : "sharing.lamp_out");
  line(ui, ui.say("sharing.partner", {{"partner", partner}}), seen);
  auto relay = ui.say("sharing.relay_sees");
  if (!sharing.relay_key.empty()) relay += ' ' + ui.say("sharing.relay_key", {{"key", sharing.relay_key}});
  ui.gap(0.8f);
  line(ui, sharing.relay.empty() ? ui.say("sharing.relay") : ui.say("sharing.relay_named", {{"relay", sharing.relay}}),
       relay);
  ui.gap(0.8f);
  line(ui, ui.say("sharing.laptop"),
       ui.say(model.settings.has_passphrase ? "sharing.laptop_locked" : "sharing.laptop_open"));
  ui.gap(0.8f);
  line(ui, ui.say("sharing.others"), ui.say("sharing.others_see"));
}

}  // namespace twinlamp::ui

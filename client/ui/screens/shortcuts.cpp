#include "client/ui/screens/shortcuts.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

struct Shortcut {
  std::string_view keys, meaning;  // keys of the catalogue
};

constexpr std::array<Shortcut, 12> shortcuts{{
    {"shortcuts.tab", "shortcuts.tab_does"},
    {"shortcuts.enter", "shortcuts.enter_does"},
    {"shortcuts.seal", "shortcuts.seal_does"},
    {"shortcuts.places", "shortcuts.places_do"},
    {"shortcuts.escape", "shortcuts.escape_does"},
    {"shortcuts.text_size", "shortcuts.text_size_does"},
    {"shortcuts.undo", "shortcuts.undo_does"},
    {"shortcuts.emoji", "shortcuts.emoji_does"},
    {"shortcuts.page", "shortcuts.page_does"},
    {"shortcuts.lock", "shortcuts.lock_does"},
    {"shortcuts.hide", "shortcuts.hide_does"},
    {"shortcuts.help", "shortcuts.help_does"},
}};

void draw_line(Ui& ui, const Shortcut& shortcut, float keys_wide) {
  const auto pen = ui.pen;
  prose(ui, ui.say(shortcut.keys), {.face = Face::strong, .color = ui.theme.colors.accent_text, .widest = keys_wide});
  const float left_bottom = ui.pen.y;
  ui.pen = {pen.x + ui.px(keys_wide + 1), pen.y, pen.width - ui.px(keys_wide + 1)};
  prose(ui, ui.say(shortcut.meaning), {.color = ui.theme.colors.ink_soft});
  ui.pen = {pen.x, std::max(left_bottom, ui.pen.y), pen.width};
  ui.gap(0.35f);
}

}  // namespace

bool draw_shortcuts(Ui& ui) {
  const Dialog dialog(ui, ui.say("shortcuts.title"));
  const float keys_wide = std::min(9.5f, ui.pen.width / ui.em(1) * 0.42f);
  for (const auto& each : shortcuts) draw_line(ui, each, keys_wide);
  ui.gap(0.8f);
  const Flow flow(ui);
  const bool closes = button(ui, ui.say("shortcuts.close"), {.kind = ButtonKind::main});
  return !closes && !dialog.wants_to_close();
}

}  // namespace twinlamp::ui

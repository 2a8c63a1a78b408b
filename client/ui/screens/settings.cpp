#include "client/ui/screens/settings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/kit/choice.h"

namespace twinlamp::ui {
namespace {

void heading(Ui& ui, std::string_view text) {
  prose(ui, text, {.face = Face::reading, .color = ui.theme.colors.accent_text, .role = "heading"});
  ui.gap(0.6f);
}

void hint(Ui& ui, std::string_view text) {
  prose(ui, text, {.face = Face::small, .color = ui.theme.colors.ink_faint, .widest = 38});
}

Step draw_you(Ui& ui, const client::Model& model, SettingsState& state) {
  const Panel panel(ui);
  heading(ui, "You");
  Step step;
  const bool submitted = field(ui, "Your name", state.name, {.hint = "As your partner sees it."}).submitted;
  const auto name = state.name.editor.text();
  if (name != model.me.name && name.find_first_not_of(' ') != std::string::npos) {
    ui.gap(0.7f);
    if (button(ui, "Save the name", {.kind = ButtonKind::main}) || submitted)
      step = Step::want(client::SetDisplayName{name});
  }
  ui.gap(1);
  bool lit = model.settings.lamp_lit;
  if (toggle(ui, "My lamp is lit while I am here", lit)) step = Step::want(client::SetLamp{lit});
  ui.gap(0.2f);
  hint(ui, "With the lamp out, your partner sees neither that you are here nor that you write. No one is told why.");
  return step;
}

Step draw_look(Ui& ui, const client::Model& model) {
  const Panel panel(ui);
  heading(ui, "Look");
  auto look = model.settings.look;
  bool changed = false;
  prose(ui, "Text size", {.color = ui.theme.colors.ink_soft, .role = "label"});
  ui.gap(0.4f);
  constexpr std::array<std::string_view, 6> sizes{"80 %", "100 %", "120 %", "150 %", "175 %", "200 %"};
  constexpr std::array<float, 6> scales{0.8f, 1, 1.2f, 1.5f, 1.75f, 2};
  auto size = std::size_t(std::min_element(scales.begin(), scales.end(),
                                           [&](float a, float b) {
                                             return std::abs(a - look.text_scale) < std::abs(b - look.text_scale);
                                           }) -
                          scales.begin());
  if (chips(ui, sizes, size)) look.text_scale = scales[size], changed = true;
  ui.gap(0.9f);
  prose(ui, "Light", {.color = ui.theme.colors.ink_soft, .role = "label"});
  ui.gap(0.4f);
  constexpr std::array<std::string_view, 3> palettes{"Evening", "Morning", "Follow the day"};
  auto palette = std::size_t(look.palette);
  if (chips(ui, palettes, palette)) look.palette = client::SetLook::Palette(palette), changed = true;
  ui.gap(0.9f);
  changed |= toggle(ui, "Less motion", look.reduced_motion);
  ui.gap(0.3f);
  changed |= toggle(ui, "Stronger contrast", look.high_contrast);
  return changed ? Step::want(look) : Step{};
}

bool draw_passphrase_fields(Ui& ui, const client::Model& model, SettingsState& state) {
  bool submitted = false;
  if (model.settings.has_passphrase) {
    submitted |= field(ui, "Present passphrase", state.current, {.secret = true}).submitted;
    ui.gap(0.8f);
  }
  submitted |= field(ui, "New passphrase", state.wanted,
                     {.hint = model.settings.has_passphrase ? "Empty means no lock." : "", .secret = true})
                   .submitted;
  ui.gap(0.8f);
  submitted |= field(ui, "New passphrase once more", state.again, {.problem = state.problem, .secret = true}).submitted;
  ui.gap(0.8f);
  return submitted;
}

Step draw_passphrase(Ui& ui, const client::Model& model, SettingsState& state) {
  if (!state.changes_lock) {
    if (button(ui, model.settings.has_passphrase ? "Change the passphrase" : "Set a passphrase"))
      state.changes_lock = true;
    return {};
  }
  const bool submitted = draw_passphrase_fields(ui, model, state);
  const Flow flow(ui);
  const bool save = button(ui, "Save the passphrase", {.kind = ButtonKind::main}) || submitted;
  const bool cancel = button(ui, "Cancel", {.kind = ButtonKind::plain});
  if (save && state.wanted.editor.points() != state.again.editor.points()) {
    state.problem = "The two differ. Write the second one again.";
    return {};
  }
  if (!save && !cancel) return {};
  client::SetPassphrase intent{state.current.editor.text(), state.wanted.editor.text()};
  state.problem.clear();
  state.changes_lock = false;
  for (auto* each : {&state.current, &state.wanted, &state.again}) each->editor.wipe();
  return save ? Step::want(std::move(intent)) : Step{};
}

Step draw_lock_settings(Ui& ui, const client::Model& model, SettingsState& state) {
  const Panel panel(ui);
  heading(ui, "Lock");
  Step step;
  if (model.settings.has_passphrase) {
    prose(ui, "Lock by itself after", {.color = ui.theme.colors.ink_soft, .role = "label"});
    ui.gap(0.4f);
    constexpr std::array<std::string_view, 4> labels{"5 minutes", "15 minutes", "1 hour", "never"};
    constexpr std::array<int, 4> minutes{5, 15, 60, 0};
    auto at =
        std::size_t(std::find(minutes.begin(), minutes.end(), model.settings.auto_lock_minutes) - minutes.begin());
    if (chips(ui, labels, at)) step = Step::want(client::SetAutoLock{minutes[at]});
    ui.gap(0.9f);
    if (button(ui, "Lock now")) step = Step::want(client::Lock{});
    ui.gap(0.6f);
  }
  if (auto set = draw_passphrase(ui, model, state)) step = std::move(set);
  ui.gap(0.5f);
  hint(ui,
       "A passphrase keeps your answers from someone who opens this laptop. It cannot keep them from someone who "
       "controls it while you use it. If it is lost, nobody can bring it back.");
  return step;
}

Step draw_relay(Ui& ui, const client::Model& model, SettingsState& state) {
  const Panel panel(ui);
  heading(ui, "Relay");
  Step step;
  const bool submitted =
      field(ui, "Relay", state.relay,
            {.hint = "It forwards random bytes. It knows when you are online, and no name, card or answer."})
          .submitted;
  const auto relay = state.relay.editor.text();
  if (relay != model.settings.relay && !relay.empty()) {
    ui.gap(0.7f);
    if (button(ui, "Use this relay", {.kind = ButtonKind::main}) || submitted)
      step = Step::want(client::SetRelay{relay});
  }
  ui.gap(0.8f);
  const bool online = model.connection == client::Connection::online;
  const Flow flow(ui);
  if (!online && button(ui, "Try to connect now")) step = Step::want(client::RetryNow{});
  return step;
}

void draw_keys(Ui& ui) {
  const Panel panel(ui, PanelKind::sunken);
  heading(ui, "Keys");
  for (const auto* line : {"Tab and Shift+Tab go through the page; Enter or Space presses; Esc goes back.",
                           "Ctrl+1 to Ctrl+4 go to Tonight, Cards, Keepsake and Settings.",
                           "Ctrl+Enter seals or sends what you are writing.",
                           "Ctrl+L locks. Ctrl+plus and Ctrl+minus change the text size."})
    prose(ui, line, {.color = ui.theme.colors.ink_soft});
}

Step draw_left(Ui& ui, const client::Model& model, SettingsState& state) {
  auto step = draw_you(ui, model, state);
  ui.gap(1);
  if (auto look = draw_look(ui, model)) step = std::move(look);
  return step;
}

Step draw_right(Ui& ui, const client::Model& model, SettingsState& state) {
  auto step = draw_lock_settings(ui, model, state);
  ui.gap(1);
  if (auto relay = draw_relay(ui, model, state)) step = std::move(relay);
  return step;
}

}  // namespace

Step draw_settings(Ui& ui, const client::Model& model, SettingsState& state, const Rect& area) {
  if (!state.loaded) {
    state.name.editor.set_text(model.me.name);
    state.relay.editor.set_text(model.settings.relay);
    state.loaded = true;
  }
  const Page page(ui, "settings", area, 58);
  page_title(ui, "Settings");
  Step step;
  {
    Columns columns(ui, 2, 23, 1);
    step = draw_left(ui, model, state);
    columns.next();
    if (auto right = draw_right(ui, model, state)) step = std::move(right);
  }
  ui.gap(1);
  draw_keys(ui);
  ui.gap(1.2f);
  if (button(ui, "Leave this pair …", {.kind = ButtonKind::plain}))
    step = Step::to({Route::To::leave, {}, Route::To::settings});
  return step;
}

Step draw_leave(Ui& ui, const client::Model& model, SettingsState& state, const Rect& area) {
  const Page page(ui, "leave", area, 36);
  if (button(ui, "Back", {.kind = ButtonKind::plain}) || ui.input.take(Key::escape))
    return Step::to({Route::To::settings});
  ui.gap(0.6f);
  page_title(ui, "Leave this pair", "It works at once, also without a connection, and needs nobody's consent.");
  const auto soft = ProseLook{.color = ui.theme.colors.ink_soft};
  {
    const Panel panel(ui);
    heading(ui, "What it does");
    prose(ui,
          "Answers that were not opened yet are destroyed, and so are this pair's keys. The room is removed from the "
          "relay as soon as it can be reached. "
          "Your partner is told that the pair has ended, and nothing else.",
          soft);
    ui.gap(1);
    heading(ui, "What it cannot do");
    prose(ui, "It cannot take back what your partner has already read, nor the copies they have kept.", soft);
  }
  ui.gap(1.2f);
  const bool submitted =
      field(ui, "To leave, type the word leave", state.leave_word, {.problem = model.stage_problem}).submitted;
  ui.gap(0.9f);
  const bool ready = state.leave_word.editor.text() == leave_word;
  const bool pressed = button(ui, "Leave this pair", {.enabled = ready});
  if (!ready || (!pressed && !submitted)) return {};
  client::Leave intent{state.leave_word.editor.text()};
  state.leave_word.editor.wipe();
  return Step::want(std::move(intent));
}

}  // namespace twinlamp::ui

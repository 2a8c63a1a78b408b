#include "client/ui/screens/settings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/kit/choice.h"
#include "client/ui/screens/renewal.h"
#include "client/ui/screens/settings_parts.h"

namespace twinlamp::ui {

void settings_heading(Ui& ui, std::string_view text) {
  prose(ui, text, {.face = Face::reading, .color = ui.theme.colors.accent_text, .role = "heading"});
  ui.gap(0.6f);
}

void settings_hint(Ui& ui, std::string_view text) {
  prose(ui, text, {.face = Face::small, .color = ui.theme.colors.ink_faint, .widest = 38});
}

namespace {

Step draw_you(Ui& ui, const client::Model& model, SettingsState& state) {
  const Panel panel(ui);
  settings_heading(ui, ui.say("settings.you"));
  Step step;
  const bool submitted =
      field(ui, ui.say("settings.name"), state.name, {.hint = ui.say("settings.name_hint")}).submitted;
  const auto name = state.name.editor.text();
  if (name != model.me.name && name.find_first_not_of(' ') != std::string::npos) {
    ui.gap(0.7f);
    if (button(ui, ui.say("settings.save_name"), {.kind = ButtonKind::main}) || submitted)
      step = Step::want(client::SetDisplayName{name});
  }
  ui.gap(1);
  bool lit = model.settings.lamp_lit;
  if (toggle(ui, ui.say("settings.lamp"), lit)) step = Step::want(client::SetLamp{lit});
  ui.gap(0.2f);
  settings_hint(ui, ui.say("settings.lamp_hint"));
  ui.gap(0.9f);
  bool paused = model.paused;
  if (toggle(ui, ui.say("pause.title"), paused)) step = Step::want(client::SetPause{paused});
  ui.gap(0.2f);
  settings_hint(ui, ui.say("pause.hint"));
  return step;
}

// Each language as it calls itself, so that whoever speaks it finds it.
bool draw_languages(Ui& ui, client::SetLook& look) {
  const auto spoken = client::built_in_word_languages();
  std::vector<std::string> names;
  for (const auto& language : spoken) names.push_back(client::Words::built_in(language).say("language.name"));
  const std::vector<std::string_view> labels(names.begin(), names.end());
  auto at = std::size_t(std::find(spoken.begin(), spoken.end(), ui.words.language()) - spoken.begin());
  if (!chips(ui, labels, at)) return false;
  look.language = spoken[at];
  return true;
}

Step draw_look(Ui& ui, const client::Model& model) {
  const Panel panel(ui);
  settings_heading(ui, ui.say("settings.look"));
  auto look = model.settings.look;
  bool changed = false;
  prose(ui, ui.say("settings.text_size"), {.color = ui.theme.colors.ink_soft, .role = "label"});
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
  prose(ui, ui.say("settings.light"), {.color = ui.theme.colors.ink_soft, .role = "label"});
  ui.gap(0.4f);
  const std::array<std::string_view, 3> palettes{ui.say("settings.palette.evening"), ui.say("settings.palette.morning"),
                                                 ui.say("settings.palette.follow")};
  auto palette = std::size_t(look.palette);
  if (chips(ui, palettes, palette)) look.palette = client::SetLook::Palette(palette), changed = true;
  ui.gap(0.9f);
  prose(ui, ui.say("settings.language"), {.color = ui.theme.colors.ink_soft, .role = "label"});
  ui.gap(0.4f);
  changed |= draw_languages(ui, look);
  ui.gap(0.9f);
  changed |= toggle(ui, ui.say("settings.less_motion"), look.reduced_motion);
  ui.gap(0.3f);
  changed |= toggle(ui, ui.say("settings.contrast"), look.high_contrast);
  return changed ? Step::want(look) : Step{};
}

bool draw_passphrase_fields(Ui& ui, const client::Model& model, SettingsState& state) {
  bool submitted = false;
  if (model.settings.has_passphrase) {
    submitted |= field(ui, ui.say("settings.passphrase_now"), state.current, {.secret = true}).submitted;
    ui.gap(0.8f);
  }
  submitted |= field(ui, ui.say("settings.passphrase_new"), state.wanted,
                     {.hint = model.settings.has_passphrase ? ui.say("settings.passphrase_empty") : std::string(),
                      .secret = true})
                   .submitted;
  ui.gap(0.8f);
  submitted |=
      field(ui, ui.say("settings.passphrase_again"), state.again, {.problem = state.problem, .secret = true}).submitted;
  ui.gap(0.8f);
  return submitted;
}

Step draw_passphrase(Ui& ui, const client::Model& model, SettingsState& state) {
  if (!state.changes_lock) {
    if (button(ui, model.settings.has_passphrase ? ui.say("settings.passphrase_change")
                                                 : ui.say("settings.passphrase_set")))
      state.changes_lock = true;
    return {};
  }
  const bool submitted = draw_passphrase_fields(ui, model, state);
  const Flow flow(ui);
  const bool save = button(ui, ui.say("settings.passphrase_save"), {.kind = ButtonKind::main}) || submitted;
  const bool cancel = button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain});
  if (save && state.wanted.editor.points() != state.again.editor.points()) {
    state.problem = ui.say("lock.differ");
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
  settings_heading(ui, ui.say("settings.lock"));
  Step step;
  if (model.settings.has_passphrase) {
    prose(ui, ui.say("settings.auto_lock"), {.color = ui.theme.colors.ink_soft, .role = "label"});
    ui.gap(0.4f);
    constexpr std::array<int, 4> minutes{5, 15, 60, 0};
    const std::array<std::string, 4> names{ui.say("settings.minutes", {{"count", 5}}),
                                           ui.say("settings.minutes", {{"count", 15}}),
                                           ui.say("settings.hours", {{"count", 1}}), ui.say("settings.never")};
    const std::array<std::string_view, 4> labels{names[0], names[1], names[2], names[3]};
    auto at =
        std::size_t(std::find(minutes.begin(), minutes.end(), model.settings.auto_lock_minutes) - minutes.begin());
    if (chips(ui, labels, at)) step = Step::want(client::SetAutoLock{minutes[at]});
    ui.gap(0.9f);
    if (button(ui, ui.say("settings.lock_now"))) step = Step::want(client::Lock{});
    ui.gap(0.6f);
  }
  if (auto set = draw_passphrase(ui, model, state)) step = std::move(set);
  ui.gap(0.5f);
  settings_hint(ui, ui.say("settings.lock_hint"));
  return step;
}

Step draw_relay(Ui& ui, const client::Model& model, SettingsState& state) {
  const Panel panel(ui);
  settings_heading(ui, ui.say("settings.relay"));
  Step step;
  const bool submitted =
      field(ui, ui.say("settings.relay"), state.relay, {.hint = ui.say("settings.relay_hint")}).submitted;
  const auto relay = state.relay.editor.text();
  if (relay != model.settings.relay && !relay.empty()) {
    ui.gap(0.7f);
    if (button(ui, ui.say("settings.use_relay"), {.kind = ButtonKind::main}) || submitted)
      step = Step::want(client::SetRelay{relay});
  }
  if (!model.settings.other_relay.empty() && model.settings.other_relay == relay) {
    ui.gap(0.8f);
    prose(ui, ui.say("settings.move_about"), {.color = ui.theme.colors.problem, .role = "problem"});
    ui.gap(0.6f);
    if (button(ui, ui.say("settings.move"))) step = Step::want(client::SetRelay{relay, true});
  }
  ui.gap(0.8f);
  const bool online = model.connection == client::Connection::online;
  if (!online && button(ui, ui.say("settings.retry"))) step = Step::want(client::RetryNow{});
  ui.gap(online ? 0 : 0.8f);
  if (auto home = draw_home_relay(ui, model, state.home)) step = std::move(home);
  return step;
}

// What stands last, in the shorter of the two columns.
Step draw_last(Ui& ui, const client::Model& model, SettingsState& state) {
  ui.gap(1);
  draw_sharing(ui, model);
  ui.gap(1);
  auto step = draw_backup_settings(ui, model, state.restore);
  if (auto row = draw_new_laptop_row(ui, model)) step = std::move(row);
  return step;
}

// With its addresses our own relay fills the column that it stands in.
bool has_long_relay(const client::Model& model) {
  return model.home.is_on && model.home.state != client::HomeView::State::failed;
}

Step draw_left(Ui& ui, const client::Model& model, SettingsState& state) {
  auto step = draw_you(ui, model, state);
  ui.gap(1);
  if (auto look = draw_look(ui, model)) step = std::move(look);
  ui.gap(1);
  if (auto told = draw_notifications(ui, model, state)) step = std::move(told);
  if (!has_long_relay(model)) return step;
  if (auto last = draw_last(ui, model, state)) step = std::move(last);
  return step;
}

Step draw_right(Ui& ui, const client::Model& model, SettingsState& state) {
  auto step = draw_lock_settings(ui, model, state);
  ui.gap(1);
  if (auto relay = draw_relay(ui, model, state)) step = std::move(relay);
  if (has_long_relay(model)) return step;
  if (auto last = draw_last(ui, model, state)) step = std::move(last);
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
  page_title(ui, ui.say("settings.title"));
  Step step;
  {
    Columns columns(ui, 2, 23, 1);
    step = draw_left(ui, model, state);
    columns.next();
    if (auto right = draw_right(ui, model, state)) step = std::move(right);
  }
  ui.gap(1.2f);
  const Flow flow(ui);
  if (button(ui, ui.say("settings.keys"))) ui.input.push({.key = Key::help});  // as F1 does
  if (button(ui, ui.say("settings.leave"), {.kind = ButtonKind::plain}))
    step = Step::to({Route::To::leave, {}, Route::To::settings});
  return step;
}

}  // namespace twinlamp::ui

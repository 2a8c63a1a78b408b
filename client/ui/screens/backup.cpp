#include "client/ui/screens/backup.h"

#include "client/ui/kit/choice.h"
#include "client/ui/kit/icon.h"
#include "client/ui/kit/progress_line.h"
#include "client/ui/screens/feelings_chart.h"
#include "client/ui/screens/form.h"
#include "client/ui/screens/settings_parts.h"

namespace twinlamp::ui {
namespace {

constexpr std::string_view ending = ".twinlamp";

void draw_progress(Ui& ui, std::string_view label, std::string_view how_far, int permille) {
  progress_line(ui, label, {.part = float(permille) / 1000, .how_far = how_far});
  ui.gap(0.9f);
}

std::string percent_of(int permille) { return std::to_string(permille / 10) + " %"; }

// What was made, with a tick: it has been read back by then.
void draw_verified(Ui& ui, const client::Model& model) {
  const auto pen = ui.pen;
  const float beside = ui.px(1.9f);
  draw_icon(ui, Icon::check, {pen.x + ui.px(0.6f), pen.y + line_height(ui, Face::body) / 2}, ui.em(1.4f),
            ui.theme.colors.accent_text);
  ui.pen.x += beside, ui.pen.width -= beside;
  prose(ui, ui.say("backup.verified", {{"file", model.backup.file}}), {.role = "done"});
  ui.pen.x = pen.x, ui.pen.width = pen.width;
}

bool draw_passphrase(Ui& ui, BackupState& state) {
  const auto hint = ui.say("backup.passphrase_hint", {{"count", int(client::least_backup_passphrase)}});
  bool submitted = field(ui, ui.say("backup.passphrase"), state.passphrase, {.hint = hint, .secret = true}).submitted;
  ui.gap(0.8f);
  submitted |= field(ui, ui.say("backup.again"), state.again, {.secret = true}).submitted;
  return submitted;
}

std::string problem_with(const Ui& ui, const BackupState& state) {
  if (state.passphrase.editor.points().size() < client::least_backup_passphrase)
    return ui.say("backup.short", {{"count", int(client::least_backup_passphrase)}});
  return state.passphrase.editor.points() == state.again.editor.points() ? std::string() : ui.say("lock.differ");
}

void draw_problem(Ui& ui, const std::string& problem) {
  if (problem.empty()) return;
  ui.gap(0.7f);
  prose(ui, problem, {.color = ui.theme.colors.problem, .role = "problem"});
}

void suggest(const Ui& ui, const client::Model& model, BackupState& state) {
  const auto name = dated_file(ui, model, ending);
  if (name == state.suggested || state.file.editor.text() != state.suggested) return;
  state.file.editor.set_text(name);
  state.suggested = name;
}

Step draw_backup_form(Ui& ui, const client::Model& model, BackupState& state) {
  prose(ui, ui.say("backup.about"), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.4f);
  prose(ui, ui.say("backup.left_out"), {.face = Face::small, .color = ui.theme.colors.ink_faint});
  ui.gap(0.9f);
  bool submitted = draw_passphrase(ui, state);
  ui.gap(0.8f);
  suggest(ui, model, state);
  submitted |= field(ui, ui.say("keepsake.copy_file"), state.file, {.hint = ui.say("keepsake.copy_hint")}).submitted;
  ui.gap(0.7f);
  prose(ui, ui.say("backup.elsewhere"), {.color = ui.theme.colors.accent_text});
  if (!state.problem.empty()) state.problem = problem_with(ui, state);  // gone once it is mended
  draw_problem(ui, state.problem);
  ui.gap(0.9f);
  const Flow flow(ui);
  const bool save = button(ui, ui.say("backup.save"), {.kind = ButtonKind::main}) || submitted;
  if (button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain})) {
    state = BackupState{};
    return {};
  }
  if (!save) return {};
  state.problem = problem_with(ui, state);
  if (!state.problem.empty()) return {};
  state.is_sent = true;
  state.done = model.backup.done;
  // They stay until it runs: a name that is taken already costs nobody the typing.
  return Step::want(client::BackUp{state.file.editor.text(), state.passphrase.editor.text()});
}

std::string problem_with(const Ui& ui, const RestoreState& state) {
  if (state.file.editor.empty()) return ui.say("backup.no_file");
  if (state.passphrase.editor.empty()) return ui.say("backup.no_passphrase");
  if (state.wants_lock && state.lock.editor.empty()) return ui.say("welcome.no_passphrase");
  if (state.wants_lock && state.lock.editor.points() != state.again.editor.points()) return ui.say("lock.differ");
  return {};
}

bool draw_restore_fields(Ui& ui, RestoreState& state) {
  const auto example = "~/twinlamp" + std::string(ending);  // short enough for the largest letters
  bool submitted = field(ui, ui.say("backup.restore_file"), state.file,
                         {.hint = ui.say("keepsake.copy_hint"), .placeholder = example})
                       .submitted;
  ui.gap(0.8f);
  submitted |= field(ui, ui.say("backup.restore_passphrase"), state.passphrase, {.secret = true}).submitted;
  return submitted;
}

bool draw_lock_fields(Ui& ui, RestoreState& state) {
  ui.gap(0.8f);
  toggle(ui, ui.say("welcome.wants_lock"), state.wants_lock);
  if (!state.wants_lock) return false;
  ui.gap(0.7f);
  bool submitted = field(ui, ui.say("lock.passphrase"), state.lock, {.hint = ui.say("welcome.passphrase_hint"), .secret = true}).submitted;
  ui.gap(0.8f);
  submitted |= field(ui, ui.say("welcome.again"), state.again, {.secret = true}).submitted;
  return submitted;
}

// The form and its buttons. In place of a pair it asks one question, and its lock stays.
Step draw_restore_form(Ui& ui, const client::Model& model, RestoreState& state, bool in_place) {
  if (model.backup.restoring) {
    draw_progress(ui, ui.say("backup.restore_running"), percent_of(model.backup.permille), model.backup.permille);
    return {};
  }
  prose(ui, ui.say("backup.restore_about"), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.9f);
  bool submitted = draw_restore_fields(ui, state);
  if (!in_place) submitted |= draw_lock_fields(ui, state);
  if (in_place) {
    ui.gap(0.8f);
    prose(ui, ui.say("backup.replace_ask"), {.color = ui.theme.colors.accent_text});
  }
  if (!state.problem.empty()) state.problem = problem_with(ui, state);
  draw_problem(ui, state.problem);
  ui.gap(1);
  const Flow flow(ui);
  const bool go = button(ui, ui.say(in_place ? "backup.replace_yes" : "backup.restore_begin"), {.kind = ButtonKind::main}) || (submitted && !in_place);
  if (button(ui, ui.say(in_place ? "button.cancel" : "button.back"), {.kind = ButtonKind::plain})) {
    state = RestoreState{};
    return {};
  }
  if (!go) return {};
  state.problem = problem_with(ui, state);
  if (!state.problem.empty()) return {};
  client::RestoreBackup wanted{state.file.editor.text(), taken(state.passphrase), state.wants_lock ? taken(state.lock) : std::string(), in_place};
  state.again.editor.wipe();
  return Step::want(std::move(wanted));
}

}  // namespace

std::string dated_file(const Ui& ui, const client::Model& model, std::string_view file_ending) {
  const std::chrono::year_month_day day(today(ui));
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  auto folder = model.exporting.folder;
  if (!folder.ends_with('/')) folder += '/';
  return folder + "twinlamp-" + std::to_string(int(day.year())) + "-" + two(unsigned(day.month())) + "-" + two(unsigned(day.day())) +
         std::string(file_ending);
}

Step draw_backup(Ui& ui, const client::Model& model, BackupState& state) {
  if (!state.is_open) return {};
  Step step;
  {
    const Panel panel(ui);
    prose(ui, ui.say("backup.title"), {.face = Face::reading, .role = "heading"});
    ui.gap(0.4f);
    if (model.backup.running) {
      for (auto* secret : {&state.passphrase, &state.again}) secret->editor.wipe();
      draw_progress(ui, ui.say("backup.running"), percent_of(model.backup.permille), model.backup.permille);
    } else if (state.is_sent && model.backup.done != state.done) {
      draw_verified(ui, model);
      ui.gap(0.9f);
      if (button(ui, ui.say("button.dismiss"))) state = BackupState{};
    } else {
      step = draw_backup_form(ui, model, state);
    }
  }
  ui.gap(1);
  return step;
}

Step draw_restore_page(Ui& ui, const client::Model& model, RestoreState& state, const Rect& area) {
  const Page page(ui, "restore", area, 34);
  page_title(ui, ui.say("backup.restore_title"));
  const Panel panel(ui);
  return draw_restore_form(ui, model, state, false);
}

Step draw_backup_settings(Ui& ui, const client::Model& model, RestoreState& state) {
  const Panel panel(ui);
  settings_heading(ui, ui.say("backup.title"));
  const auto& last = model.backup.last;
  prose(ui, last.empty() ? ui.say("backup.never") : ui.say("backup.last", {{"date", last}}));
  ui.gap(0.2f);
  settings_hint(ui, ui.say("backup.where"));
  ui.gap(0.8f);
  if (state.is_open || model.backup.restoring) return draw_restore_form(ui, model, state, true);
  if (button(ui, ui.say("backup.restore_open"))) state.is_open = true;
  return {};
}

}  // namespace twinlamp::ui

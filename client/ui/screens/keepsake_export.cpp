#include <algorithm>

#include "client/ui/kit/choice.h"
#include "client/ui/screens/backup.h"
#include "client/ui/screens/keepsake.h"

namespace twinlamp::ui {
namespace {

using Form = client::ExportKeepsake::Form;

constexpr std::pair<Form, std::string_view> forms[] = {{Form::html, ".html"}, {Form::pdf, ".pdf"}, {Form::markdown, ".md"}};

// As long as nobody has typed another, the name goes with the form.
void suggest(const Ui& ui, const client::Model& model, ExportState& state) {
  const auto name = dated_file(ui, model, forms[state.form].second);
  if (name == state.suggested || state.file.editor.text() != state.suggested) return;
  state.file.editor.set_text(name);
  state.suggested = name;
}

client::ExportKeepsake what(const client::Keepsake& shown, const ExportState& state) {
  client::ExportKeepsake wanted;
  wanted.form = forms[state.form].first;
  wanted.file = state.file.editor.text();
  for (const auto& line : shown)
    if (line.answered) wanted.lines.push_back(line.id);
  return wanted;
}

}  // namespace

Step draw_export(Ui& ui, const client::Model& model, const client::Keepsake& shown, ExportState& state) {
  if (!state.is_open) return {};
  if (state.is_sent && model.exporting.done != state.done) {  // it lies in its file now; the notice says so
    state = ExportState{};
    return {};
  }
  Step step;
  {
    const Panel panel(ui);
    prose(ui, ui.say("keepsake.copy_title"), {.face = Face::reading, .role = "heading"});
    ui.gap(0.3f);
    const auto count = std::count_if(shown.begin(), shown.end(), [](const auto& line) { return line.answered; });
    prose(ui, ui.say("keepsake.copy_what", {{"count", count}}), {.color = ui.theme.colors.ink_soft});
    ui.gap(0.5f);
    prose(ui, ui.say("keepsake.copy_plain"), {.color = ui.theme.colors.accent_text});
    ui.gap(0.9f);
    {
      const Flow flow(ui, Align::left, 0.5f);
      for (std::size_t i = 0; i < std::size(forms); ++i)
        if (chip(ui, ui.words.nth("keepsake.copy_forms", i), state.form == i, "form")) state.form = i;
    }
    ui.gap(0.9f);
    suggest(ui, model, state);
    const auto typed = field(ui, ui.say("keepsake.copy_file"), state.file, {.hint = ui.say("keepsake.copy_hint")});
    ui.gap(0.9f);
    const bool may = count > 0 && !model.exporting.running;
    const Flow flow(ui);
    if ((button(ui, ui.say(model.exporting.running ? "keepsake.copy_running" : "keepsake.copy_save"), {.kind = ButtonKind::main, .enabled = may}) ||
         typed.submitted) && may) {
      state.is_sent = true;
      state.done = model.exporting.done;
      step = Step::want(what(shown, state));
    }
    if (button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain})) state = ExportState{};
  }
  ui.gap(1);
  return step;
}

}  // namespace twinlamp::ui

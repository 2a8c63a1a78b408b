#include "client/ui/screens/form.h"

namespace twinlamp::ui {

bool draw_form(Ui& ui, Writing& writing, const FormLook& look, bool* cancelled) {
  if (!look.heading.empty()) prose(ui, look.heading, {.face = Face::reading, .role = "heading"});
  if (!look.hint.empty()) prose(ui, look.hint, {.color = ui.theme.colors.ink_soft});
  ui.gap(0.6f);
  writing_area(ui, look.label, writing, {.placeholder = look.placeholder, .least_rows = 3, .most_rows = 9});
  ui.gap(0.7f);
  const bool ready = has_words(writing);
  const bool keys = ready &&
                    ui.focus().current() == ImGui::GetID(look.label.data(), look.label.data() + look.label.size()) &&
                    ui.input.take(Key::enter, true);
  const Flow flow(ui);
  const bool pressed = button(ui, look.send, {.kind = ButtonKind::main, .enabled = ready, .id = look.id});
  if (cancelled && button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain})) *cancelled = true;
  return pressed || keys;
}

bool has_words(const Writing& writing) { return writing.editor.text().find_first_not_of(" \n\t") != std::string::npos; }

std::string taken(Writing& writing) {
  auto text = writing.editor.text();
  writing.editor.wipe();
  return text;
}

}  // namespace twinlamp::ui

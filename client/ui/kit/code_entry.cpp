#include "client/ui/kit/code_entry.h"

#include <algorithm>

#include "client/text/unicode.h"
#include "client/ui/kit/editing_keys.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

bool is_between(char32_t point) {
  return point == U'-' || point == U' ' || point == U'.' || point == U',' || point == U'_';
}

// The part that is being typed: from the last separator to the caret, which stands at the end of the text.
struct Part {
  std::size_t begin = 0, nth = 0;
  std::u32string_view letters;
};

Part part_at_caret(const text::Editor& editor) {
  const auto points = editor.points();
  if (editor.has_selection() || editor.caret() != points.size()) return {};
  Part part;
  bool in_part = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (is_between(points[i])) {
      if (in_part) ++part.nth;
      in_part = false;
      part.begin = i + 1;
    } else {
      in_part = true;
    }
  }
  part.letters = points.substr(part.begin);
  return part;
}

// Renews what is offered and what is wrong, when the text is another.
void ask(CodeEntry& entry, const CodeEntryLook& look) {
  auto& editor = entry.writing.editor;
  if (entry.asked_revision == editor.revision() && entry.asked_caret == editor.caret()) return;
  if (entry.asked_revision != editor.revision()) entry.put_away = false;
  entry.asked_revision = editor.revision();
  entry.asked_caret = editor.caret();
  entry.offered.clear();
  entry.chosen = 0;
  const auto part = part_at_caret(editor);
  const auto finished = part.letters.empty() ? editor.points() : editor.points().substr(0, part.begin);
  entry.problem = look.check ? look.check(text::encode(finished), false) : std::string();
  if (part.letters.empty() || (part.letters[0] >= U'0' && part.letters[0] <= U'9') || !look.complete) return;
  const auto letters = text::encode(part.letters);
  entry.offered = look.complete(letters);
  if (entry.offered.size() > most_completions) entry.offered.resize(most_completions);
  if (!entry.offered.empty() && entry.offered[0] == letters) entry.offered.clear();  // it is whole
}

bool offers(const CodeEntry& entry) {
  return !entry.put_away && !entry.offered.empty();
}

void take_completion(CodeEntry& entry, const CodeEntryLook& look, std::size_t index) {
  auto& editor = entry.writing.editor;
  const auto part = part_at_caret(editor);
  auto word = entry.offered[index];
  if (part.nth + 1 < look.parts) word += '-';
  editor.move_to(part.begin, true);
  entry.writing.overflowed = !editor.insert(word);
  ask(entry, look);
}

void submit(CodeEntry& entry, const CodeEntryLook& look, FieldResult& result) {
  if (look.check) entry.problem = look.check(entry.writing.editor.text(), true);
  result.submitted = entry.problem.empty();
}

// True if the key was one of its own.
bool apply_own_key(Ui& ui, CodeEntry& entry, const CodeEntryLook& look, const KeyEvent& event, FieldResult& result) {
  const bool plain = !event.control && !event.shift && !event.alt;
  if (!plain) return false;
  const auto count = entry.offered.size();
  switch (event.key) {
    case Key::tab:
      offers(entry) ? take_completion(entry, look, entry.chosen) : ui.focus().next(1);
      return true;
    case Key::enter:
      offers(entry) ? take_completion(entry, look, entry.chosen) : submit(entry, look, result);
      return true;
    case Key::down:
    case Key::up:
      if (offers(entry)) entry.chosen = (entry.chosen + (event.key == Key::down ? 1 : count - 1)) % count;
      return offers(entry);
    case Key::escape:
      if (!offers(entry)) return false;
      entry.put_away = true;
      return true;
    default:
      return false;
  }
}

// All keys in the order in which they came: a Tab typed right after the letters is meant for them.
void handle_keys_of_code(Ui& ui, CodeEntry& entry, const CodeEntryLook& look, WidgetId id, FieldResult& result) {
  auto& writing = entry.writing;
  ask(entry, look);
  ui.input.drain([&](const KeyEvent& event) {
    if (ui.focus().current() != id || result.submitted) return false;  // it was left
    if (apply_own_key(ui, entry, look, event, result)) return true;
    if (event.key == Key::up || event.key == Key::down) return false;
    writing.layout.set(writing.editor.points(), ui.fonts().style(Face::body), LayoutCache::endless,
                       ui.fonts().setter());
    writing.layout_revision = UINT64_MAX;  // the field lays it out as it draws it
    const bool used = apply_key(writing, event, 0, true, false);
    ask(entry, look);
    return used;
  });
}

// One line of the list that hangs below the field. True if it was clicked.
bool draw_completion(Ui& ui, const std::string& word, std::size_t typed, bool chosen, const Rect& rect) {
  const auto& colors = ui.theme.colors;
  const auto it = ui.clickable(word, rect);
  if (chosen || it.hovered) fill(ui, rect, chosen ? colors.quiet_hover : colors.quiet, ui.em(0.5f));
  const float x = rect.x + ui.px(0.7f), y = rect.y + (rect.height - line_height(ui, Face::body)) / 2;
  const auto known = std::string_view(word).substr(0, std::min(typed, word.size()));
  put_line(ui, Face::strong, colors.ink, x, y, known);
  put_line(ui, Face::body, colors.ink_soft, x + text_width(ui, Face::strong, known), y,
           std::string_view(word).substr(known.size()));
  ui.record("completion", word, rect, {}, true, false, chosen);
  return it.pressed;
}

// Hangs over what is below; gives back which line was clicked.
std::optional<std::size_t> draw_completions(Ui& ui, const CodeEntry& entry, const Rect& field) {
  const float tall = ui.px(2.1f), padding = ui.px(0.35f);
  const float all = tall * float(entry.offered.size()) + 2 * padding;
  const bool fits_below = field.bottom() + all + ui.px(1) <= ui.window().height || field.y < all;
  const Rect list{field.x, fits_below ? field.bottom() + ui.px(0.35f) : field.y - all - ui.px(0.35f),
                  std::min(field.width, ui.px(16)), all};
  const auto around = list.grown(ui.px(1));
  ImGui::SetNextWindowPos({around.x, around.y});
  ImGui::SetNextWindowSize({around.width, around.height});
  ImGui::Begin("##completions", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  ++ui.layer;
  const auto& colors = ui.theme.colors;
  shadow(ui, list, ui.em(ui.theme.radius.control), ui.px(0.8f));
  fill(ui, list, colors.card, ui.em(ui.theme.radius.control));
  outline(ui, list, colors.card_edge, ui.em(ui.theme.radius.control));
  const auto typed = part_at_caret(entry.writing.editor).letters.size();
  std::optional<std::size_t> clicked;
  for (std::size_t i = 0; i < entry.offered.size(); ++i) {
    const Rect line{list.x + padding, list.y + padding + tall * float(i), list.width - 2 * padding, tall};
    if (draw_completion(ui, entry.offered[i], typed, i == entry.chosen, line)) clicked = i;
  }
  --ui.layer;
  ImGui::End();
  return clicked;
}

Rect rect_of_field(Ui& ui, std::string_view label) {
  const auto& widgets = ui.log().widgets();
  const auto found = std::find_if(widgets.rbegin(), widgets.rend(),
                                  [&](const Widget& each) { return each.role == "field" && each.label == label; });
  return found->rect;
}

}  // namespace

FieldResult code_entry(Ui& ui, std::string_view label, CodeEntry& entry, const CodeEntryLook& look) {
  FieldResult result;
  const auto id = ImGui::GetID(label.data(), label.data() + label.size());
  const auto before = entry.writing.editor.revision();
  if (ui.focus().current() == id) {
    ui.focus().keep_tab();
    handle_keys_of_code(ui, entry, look, id, result);
  }
  const auto problem = entry.problem.empty() ? look.problem : std::string_view(entry.problem);
  field(ui, label, entry.writing, {.hint = look.hint, .problem = problem, .placeholder = look.placeholder});
  ask(entry, look);
  if (ui.focus().current() == id && offers(entry)) {
    if (const auto clicked = draw_completions(ui, entry, rect_of_field(ui, label))) {
      take_completion(entry, look, *clicked);
      ui.pacer().handle_event();
    }
  }
  result.changed = entry.writing.editor.revision() != before;
  return result;
}

}  // namespace twinlamp::ui

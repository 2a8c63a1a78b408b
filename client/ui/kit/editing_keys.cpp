#include "client/ui/kit/editing_keys.h"

#include <algorithm>
#include <string>

namespace twinlamp::ui {
namespace {

using text::Move;

void insert(Writing& writing, std::string_view utf8) {
  writing.overflowed = !writing.editor.insert(utf8);
}

bool apply_letter(Writing& writing, const KeyEvent& event, bool secret) {
  auto& editor = writing.editor;
  switch (event.text) {
    case U'A':
      editor.select_all();
      return true;
    case U'C':
      if (!secret && editor.has_selection()) ImGui::SetClipboardText(editor.selected_text().c_str());
      return true;
    case U'X':
      if (!secret && editor.has_selection()) ImGui::SetClipboardText(editor.cut().c_str());
      return true;
    case U'V':
      if (const char* clip = ImGui::GetClipboardText()) insert(writing, clip);
      return true;
    case U'Z':
      event.shift ? editor.redo() : editor.undo();
      return true;
    case U'Y':
      editor.redo();
      return true;
    default:
      return false;
  }
}

void move_rows(Writing& writing, long by, bool selecting) {
  auto& editor = writing.editor;
  const auto& layout = writing.layout;
  const auto row = layout.row_of(editor.caret());
  if (writing.wanted_x < 0) writing.wanted_x = layout.x_of(row, editor.caret());
  const auto target = long(row) + by;
  if (target < 0) return editor.move(Move::start, selecting);
  if (target >= long(layout.row_count())) return editor.move(Move::end, selecting);
  editor.move_to(layout.position_at(std::size_t(target), writing.wanted_x), selecting);
}

void move_in_row(Writing& writing, bool to_end, bool selecting) {
  auto& editor = writing.editor;
  const auto& layout = writing.layout;
  const auto index = layout.row_of(editor.caret());
  if (!to_end) return editor.move_to(layout.begin_of(index), selecting);
  // Behind a wrapped row is the next one's beginning: the caret stops before its last sign, mostly a space.
  const auto end = layout.end_of(index);
  editor.move_to(layout.row(index).wrapped && end > layout.begin_of(index) ? editor.grapheme_left_of(end) : end,
                 selecting);
}

// The arrows go by what is seen: in a right-to-left paragraph, left is onward.
Move sideways(const Writing& writing, bool left, bool word) {
  const auto& layout = writing.layout;
  const bool rtl = layout.row_count() > 0 && layout.is_rtl(layout.row_of(writing.editor.caret()));
  if (left != rtl) return word ? Move::word_left : Move::left;
  return word ? Move::word_right : Move::right;
}

}  // namespace

bool apply_key(Writing& writing, const KeyEvent& event, std::size_t page, bool one_line, bool secret) {
  auto& editor = writing.editor;
  const bool word = event.control && !secret, select = event.shift;
  const bool vertical =
      event.key == Key::up || event.key == Key::down || event.key == Key::page_up || event.key == Key::page_down;
  if (!vertical) writing.wanted_x = -1;
  writing.overflowed = false;
  switch (event.key) {
    case Key::character:
      writing.overflowed = !editor.insert(std::u32string_view(&event.text, 1));
      return true;
    case Key::space:
      return true;  // its character follows
    case Key::enter:
      if (one_line || event.control) return false;
      insert(writing, "\n");
      return true;
    case Key::backspace:
      word ? editor.erase_word_left() : editor.erase_left();
      return true;
    case Key::erase:
      word ? editor.erase_word_right() : editor.erase_right();
      return true;
    case Key::left:
      editor.move(sideways(writing, true, word), select);
      return true;
    case Key::right:
      editor.move(sideways(writing, false, word), select);
      return true;
    case Key::home:
      event.control || one_line ? editor.move(Move::start, select) : move_in_row(writing, false, select);
      return true;
    case Key::end:
      event.control || one_line ? editor.move(Move::end, select) : move_in_row(writing, true, select);
      return true;
    case Key::letter:
      return event.control && apply_letter(writing, event, secret);
    case Key::tab:
    case Key::escape:
      return false;
    default:
      break;
  }
  if (one_line) return false;
  const long by = event.key == Key::up        ? -1
                  : event.key == Key::down    ? 1
                  : event.key == Key::page_up ? -long(page)
                                              : long(page);
  move_rows(writing, by, select);
  return true;
}

}  // namespace twinlamp::ui

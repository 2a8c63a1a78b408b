// The editor: whatever was done can be taken back, and done again.
#include "tests/property/property.h"

#include "client/text/breaks.h"
#include "client/text/editor.h"

namespace twinlamp::text {
namespace {

void act(Editor& editor, std::uint16_t what) {
  constexpr std::u32string_view signs = U"ab é\u0301👩\u200D👦🇪🇸क्षि שלום ๆ\n";
  const auto detail = what / 16u;
  switch (what % 16) {
    case 0: case 1: case 2: case 3: case 4: case 5: editor.insert(signs.substr(detail % signs.size(), 1 + detail / 64 % 3)); break;
    case 6: case 7: editor.erase_left(); break;
    case 8: editor.erase_right(); break;
    case 9: editor.erase_word_left(); break;
    case 10: editor.erase_word_right(); break;
    case 11: case 12: editor.move(Move(detail % 8), detail / 8 % 2 != 0); break;
    case 13: editor.move_to(detail % 100, detail / 128 % 2 != 0); break;
    case 14: editor.select_word_at(detail % 100); break;
    default: editor.cut(); break;
  }
}

RC_GTEST_PROP(EditorProperty, TakesEverythingBackAndDoesItAgain, (const std::vector<std::uint16_t>& acts)) {
  Editor editor;
  editor.set_text("to begin with");
  for (const auto each : acts) act(editor, each);
  const auto made = editor.text();
  while (editor.can_undo()) editor.undo();
  RC_ASSERT(editor.text() == "to begin with");
  while (editor.can_redo()) editor.redo();
  RC_ASSERT(editor.text() == made);
}

RC_GTEST_PROP(EditorProperty, NeverPutsTheCaretInsideAGrapheme, (const std::vector<std::uint16_t>& acts)) {
  Editor editor;
  for (const auto each : acts) {
    act(editor, each);
    const auto flags = find_breaks(editor.points(), std::uint8_t(Break::grapheme));
    RC_ASSERT(has_break(flags[editor.caret()], Break::grapheme));
  }
}

}  // namespace
}  // namespace twinlamp::text

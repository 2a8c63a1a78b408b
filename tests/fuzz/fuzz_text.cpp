// The text engine and the editor: any bytes as text, then as acts upon it.
#include <algorithm>

#include "client/text/breaks.h"
#include "client/text/editor.h"
#include "client/text/layout.h"
#include "client/text/unicode.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

text::Typesetter& setter() {
  static text::Typesetter made;
  return made;
}

void check_layout(std::u32string_view points, float width) {
  text::Layout layout;
  layout.set(points, {text::Family::book, 18}, width, setter());
  require(layout.row_count() > 0 && layout.begin_of(0) == 0 && layout.end_of(layout.row_count() - 1) == points.size(), "rows cover the text");
  for (std::size_t i = 0; i < layout.row_count(); ++i) {
    const auto at = layout.position_at(i, width / 2);
    require(at >= layout.begin_of(i) && at <= layout.end_of(i) && layout.row_of(at) == i, "a place on a row is on that row");
    layout.spans(i, 0, points.size());
  }
}

void act(text::Editor& editor, std::uint8_t what) {
  switch (what % 12) {
    case 0: editor.erase_left(); break;
    case 1: editor.erase_right(); break;
    case 2: editor.erase_word_left(); break;
    case 3: editor.undo(); break;
    case 4: editor.redo(); break;
    case 5: editor.select_word_at(what); break;
    case 6: editor.select_paragraph_at(what); break;
    case 7: editor.move_to(what, what % 2 != 0); break;
    case 8: editor.insert(editor.selected_text()); break;
    case 9: editor.insert(std::string_view("\xF0\x9F\x91\xA9\xE2\x80\x8D")); break;
    default: editor.move(text::Move(what / 12 % 8), what % 2 != 0); break;
  }
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  std::vector<Bytes> inputs;
  for (const std::string_view words : {"The sea, and you reading.", "We said שלום and مرحبا, then नमस्ते, 海で待つ, ขอบคุณ 👩‍👩‍👧‍👦 ❤️ (١٢٣).",
                                       "one\ntwo\n\nthree e\xCC\x81 \xE2\x80\xAE gone \xFF\xFE"})
    inputs.push_back(to_bytes(bytes_of(words)));
  return inputs;
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace twinlamp;
  size = std::min<std::size_t>(size, 2048);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  text::Editor editor({.one_line = false, .bytes = 4096});
  editor.set_text(bytes);
  fuzz::check_layout(editor.points(), 20 + float(size % 300));
  for (std::size_t i = 0; i < std::min<std::size_t>(size, 40); ++i) fuzz::act(editor, data[i]);
  const auto flags = text::find_breaks(editor.points(), std::uint8_t(text::Break::grapheme));
  fuzz::require(text::has_break(flags[editor.caret()], text::Break::grapheme), "the caret is between graphemes");
  fuzz::require(text::decode(editor.text()) == editor.points() && editor.bytes() == editor.text().size() && editor.bytes() <= 4096, "the text is whole and bounded");
  fuzz::check_layout(editor.points(), 150);
  return 0;
}

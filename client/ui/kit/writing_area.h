// Where one writes: an editor drawn with word wrap, caret, selection, mouse and keys. And its small sister of one line.
//
// The text lives in the caller's text::Editor. Tab leaves it; Enter makes a new line in the large one and submits the
// small one; `:name` offers emoji. The caret does not blink: a window in which nobody types draws nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "client/text/editor.h"
#include "client/text/layout.h"
#include "client/ui/kit/flow.h"

namespace twinlamp::ui {

// What belongs to one area between frames.
struct Writing {
  explicit Writing(text::Editor::Limits limits = {}) : editor(limits) {}

  text::Editor editor;
  bool overflowed = false;   // the last thing typed or pasted did not fit
  bool wants_focus = false;  // set it to move the keyboard here

  // Kept by the widget.
  text::Layout layout;
  std::uint64_t layout_revision = UINT64_MAX;
  float layout_width = -1;
  unsigned layout_fonts = 0;  // their generation
  float wanted_x = -1;        // up and down keep to it
  float shift = 0;            // of a single line
  bool dragging = false;
  double clicked_at = 0;
  float line_left = 0;  // of a single line that stands at the right
  int clicks = 0;       // one after the other at one place: word, then paragraph
};

struct WritingLook {
  bool enabled = true;
  std::string_view placeholder = {};
  float least_rows = 6, most_rows = 14;
  bool draws_label = false;
  bool has_emoji = true;  // a button for them, and `:name`
};

// True when the text was changed.
bool writing_area(Ui& ui, std::string_view label, Writing& writing, const WritingLook& look = {});

struct FieldLook {
  std::string_view hint = {};     // under it
  std::string_view problem = {};  // instead of the hint
  std::string_view placeholder = {};
  bool secret = false;  // shown as dots, never logged or copied
};

struct FieldResult {
  bool changed = false, submitted = false;
};

FieldResult field(Ui& ui, std::string_view label, Writing& writing, const FieldLook& look = {});

}  // namespace twinlamp::ui

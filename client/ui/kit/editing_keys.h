// What each key does to an editor. Rows are those of the drawn layout, so that up, down, home and end go by what is
// seen.
#pragma once

#include "client/ui/kit/writing_area.h"

namespace twinlamp::ui {

struct RowMetrics {
  text::Measure measure;
  std::size_t page = 10;  // rows of a page up or down
};

// True if the key was meant for the editor. One-line editors leave Enter, up and down to others.
bool apply_key(Writing& writing, const KeyEvent& event, const RowMetrics& rows, bool one_line, bool secret);

}  // namespace twinlamp::ui

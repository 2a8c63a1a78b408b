// What each key does to an editor. Rows are those of the drawn layout, so that up, down, home and end go by what is
// seen.
#pragma once

#include "client/ui/kit/writing_area.h"

namespace twinlamp::ui {

// True if the key was meant for the editor. One-line editors leave Enter, up and down to others.
// `page` is the rows of a page up or down. `writing.layout` must be that of the text as it is.
bool apply_key(Writing& writing, const KeyEvent& event, std::size_t page, bool one_line, bool secret);

}  // namespace twinlamp::ui

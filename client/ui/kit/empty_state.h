// What a page shows when there is nothing to show yet: a small drawing, one sentence, and what one may do about it.
#pragma once

#include <string_view>

#include "client/ui/ui.h"

namespace twinlamp::ui {

enum class Drawing { jar, letter, night, lamp };

struct EmptyState {
  Drawing drawing = Drawing::lamp;
  std::string_view sentence;
  std::string_view action = {};  // a button; empty is none
};

// True when the action was pressed.
bool empty_state(Ui& ui, const EmptyState& state);

}  // namespace twinlamp::ui

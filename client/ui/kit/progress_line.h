// How far something is that takes a while, as a line of light; or that it goes on, where nobody knows how long.
//
// The log has its label and, as its value, what is told of how far it is. It cannot be pressed.
#pragma once

#include <optional>
#include <string_view>

#include "client/ui/ui.h"

namespace twinlamp::ui {

struct Progress {
  std::optional<float> part = {};  // 0 to 1; nothing: it goes on, and a light wanders (with reduced motion it stands)
  std::string_view how_far = {};   // in words, at the right: "12 of 40"
};

void progress_line(Ui& ui, std::string_view label, const Progress& progress);

}  // namespace twinlamp::ui

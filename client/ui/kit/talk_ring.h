// Things to talk about, around a circle: none of them is first. Where it is too narrow for two beside each other they
// stand in a row and wrap.
//
// Each is reached by Tab, from the top down, and pressed by Enter or Space. In the log it is a "talk".
#pragma once

#include <optional>
#include <span>
#include <string>

#include "client/ui/ui.h"

namespace twinlamp::ui {

struct Talk {
  std::string label;
  std::string under;  // whose it is, in small letters
};

// The place of the one that was pressed.
std::optional<std::size_t> talk_ring(Ui& ui, std::span<const Talk> talks);

}  // namespace twinlamp::ui

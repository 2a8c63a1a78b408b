// Things to be put in an order, the first at the top.
//
// By the mouse: drag a line to where it belongs. By keys: Space or Enter picks a line up, the arrows carry it, Space or
// Enter puts it down, Escape brings it back to where it was; Alt with an arrow moves it at once. Otherwise the arrows
// go from line to line. The log has each line's place as its value ("2/5"); one that is carried is selected.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/ui.h"

namespace twinlamp::ui {

// Kept by the widget between frames.
struct RankState {
  std::optional<std::size_t> picked;   // by keys: an item
  std::vector<std::size_t> before;     // the order when it was picked up
  std::optional<std::size_t> dragged;  // by the mouse
  float grabbed = 0;                   // how far below the line's top
};

// `order` has each index into `items` once; whatever else it is becomes the items' own order. True when it was changed.
bool rank_list(Ui& ui, std::string_view label, std::span<const std::string> items, std::vector<std::size_t>& order,
               RankState& state);

}  // namespace twinlamp::ui

// Things sorted into three piles, one at a time: what matters most, some, least.
//
// The one in hand lies above the piles. By the mouse: press a pile. By keys: 1, 2 and 3, or the piles' buttons; Backspace
// takes the last one back. A thing in a pile is pressed to take it in hand again. In the log the one in hand is an "item"
// with its number as value ("2/50"), one in a pile a "chip" with the pile's number as value.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "client/content/answer.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

using Piles = std::map<std::string, client::Pile>;  // by Item::id

// Kept by the widget between frames.
struct PileState {
  std::vector<std::string> history;  // in the order of being put down
  std::string in_hand;               // an id: taken from a pile again; empty: the first that lies in none
};

// True when one was put down or taken up. An id that no item has is dropped.
bool pile_sort(Ui& ui, std::span<const client::Item> items, Piles& piles, PileState& state);

}  // namespace twinlamp::ui

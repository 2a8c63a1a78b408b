// What each of two people holds, and what both do: two shapes of light that share their middle. Nothing is counted.
//
// Where it is too narrow for three columns the three parts lie below each other. In the log each thing is an "item"
// with the part that it is in as its value. It cannot be pressed.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "client/ui/ui.h"

namespace twinlamp::ui {

inline constexpr float overlap_tint = 0.2f;  // of each person's colour over the ground

struct OverlapPart {
  std::string_view name;
  std::span<const std::string> items;
  std::string_view none = {};  // what is said where there are none
};

struct Overlap {
  OverlapPart mine, shared, partners;
};

void overlap_picture(Ui& ui, std::string_view label, const Overlap& overlap);

}  // namespace twinlamp::ui

// This or that: two sides a row, one of which is chosen. To answer them at one's own pace, and to see what both chose.
//
// In the log each side is an "option" with its pair's number as value; of two people's picks each is an "item" whose
// value says who chose it: "mine", "partners", "both" or "".
#pragma once

#include <span>
#include <string_view>

#include "client/content/answer.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

// True when one was chosen. Each side is reached by Tab.
bool pair_rows(Ui& ui, std::span<const client::ThisOrThat> pairs, client::PairsAnswer& picks);

// One large pair with the time that is left of it, 0..1. What was pressed, by the mouse, by the left and right arrow.
client::Pick pair_now(Ui& ui, const client::ThisOrThat& pair, client::Pick chosen, float left);

struct TwoPicks {
  const client::PairsAnswer* mine = nullptr;
  const client::PairsAnswer* partners = nullptr;
  std::string_view me, partner;
};
void pairs_picture(Ui& ui, std::span<const client::ThisOrThat> pairs, const TwoPicks& picks);

}  // namespace twinlamp::ui

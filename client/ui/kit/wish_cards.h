// What two people found that they have in common: a card for each wish, under what kind of wish it is.
//
// The two kinds differ by more than their colour. What both want to do lies on raised paper, under two lights that have
// met; a thought that both enjoy is set in italics on an open card, under two rings that touch. Nothing is counted, and
// nothing is said of what they do not share. In the log each is a "wish" with "want" or "thought" as its value. It
// cannot be pressed.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "client/ui/ui.h"

namespace twinlamp::ui {

enum class WishKind { want, thought };

// Draws nothing where there is none.
void wish_cards(Ui& ui, WishKind kind, std::string_view heading, std::span<const std::string> wishes);

}  // namespace twinlamp::ui

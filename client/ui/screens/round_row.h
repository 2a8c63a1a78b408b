// One round in a list: its card in one or two lines, and where it stands, in words that hurry nobody.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

bool round_row(Ui& ui, const client::RoundView& round, const std::string& partner);
bool waits_for_me(const client::RoundView& round);
std::string standing(const Ui& ui, const client::RoundView& round, const std::string& partner);

// A line that can be pressed: a title in the book face with something above and below it. Used by every list.
bool list_row(Ui& ui, std::string_view id, std::string_view above, std::string_view title, std::string_view below);

}  // namespace twinlamp::ui

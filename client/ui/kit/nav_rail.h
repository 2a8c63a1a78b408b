// The four places of the app: at the left where there is room, at the foot where it is narrow. Control+1 to 4 go there
// too.
#pragma once

#include <optional>

#include "client/ui/ui.h"

namespace twinlamp::ui {

enum class Place { tonight, practices, keepsake, settings };

struct NavRail {
  std::optional<Place> pressed;
  Rect rest;  // of the window, for the page
};

NavRail nav_rail(Ui& ui, Place current);

// What the rail leaves of the window.
Rect beside_rail(const Ui& ui);

}  // namespace twinlamp::ui
